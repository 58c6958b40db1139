import type { Bridge, Unsubscribe } from '$lib/bridge/bridge';
import type { Download, ModelInfo } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';
import type { Toasts } from './toasts.svelte';

type Attempt = <T>(action: () => Promise<T>) => Promise<T | undefined>;

/** The models that write here, and those on their way to this computer. */
export class Models {
  all: ModelInfo[] = $state.raw([]);
  /** Whether `all` has been filled: before that, none is no news. */
  known = $state(false);
  downloads: Download[] = $state.raw([]);
  #end: Unsubscribe = () => {};

  constructor(
    private readonly bridge: Bridge,
    private readonly toasts: Toasts,
    private readonly attempt: Attempt,
  ) {}

  /** The one that new stories use. */
  get usual(): ModelInfo | undefined {
    return this.all.find((model) => model.isDefault) ?? this.all[0];
  }

  /** Those that can write now. */
  get usable(): ModelInfo[] {
    return this.all.filter((model) => model.problem === null);
  }

  get(id: string | null): ModelInfo | undefined {
    return this.all.find((model) => model.id === id);
  }

  async refresh(): Promise<void> {
    this.all = await this.bridge.listModels();
    this.known = true;
  }

  /** Makes a model the one that new stories use. */
  async use(id: string): Promise<void> {
    await this.attempt(() => this.bridge.useModel(id).then(() => this.refresh()));
  }

  /** A model's file from a picker; null where none was chosen, or it was refused. */
  async import(): Promise<ModelInfo | null> {
    const model = (await this.attempt(() => this.bridge.importModel())) ?? null;
    if (model !== null) {
      this.toasts.say(t.said.modelAdded(model.name));
      await this.attempt(() => this.refresh());
    }
    return model;
  }

  /** Follows the downloads, in place of those that were followed before. */
  async follow(): Promise<void> {
    this.#end();
    this.#end = await this.bridge.subscribeDownloads((downloads) => {
      const arrived = downloads.length < this.downloads.length;
      this.downloads = downloads;
      if (arrived) void this.attempt(() => this.refresh());
    });
  }

  close(): void {
    this.#end();
  }
}
