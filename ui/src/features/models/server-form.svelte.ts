import { asCommandError } from '$lib/bridge/bridge';
import type { AddServerParams, CommandError, FoundServer, ServerInfo } from '$lib/bridge/generated/protocol';
import type { Session } from '$lib/state/session.svelte';

/** Where a key is to be; `kept` leaves the one there is. */
export type KeyChoice = 'none' | 'kept' | 'keychain' | 'environment';

/** A server as somebody sets it up: a new one, or one that is changed. */
export class ServerForm {
  url = $state('');
  model = $state('');
  name = $state('');
  keyChoice: KeyChoice = $state('none');
  key = $state('');
  variable = $state('');
  atOnce = $state(1);
  waits = $state(false);
  /** Models to choose from, once the server has said which it has. */
  models: string[] = $state.raw([]);
  /** Servers on this computer; null until somebody asked. */
  found: FoundServer[] | null = $state.raw(null);
  busy = $state(false);
  refusal: CommandError | null = $state.raw(null);

  #plain = false;

  constructor(
    private readonly session: Session,
    readonly known: ServerInfo | null,
  ) {
    if (known === null) return;
    this.url = known.url;
    this.model = known.model;
    this.name = known.name;
    this.keyChoice = known.key === null ? 'none' : 'kept';
    this.atOnce = known.atOnce;
    this.waits = known.waitWhenDown;
  }

  /** Whether the user must agree to what is not encrypted. */
  get asksPlain(): boolean {
    return this.refusal?.code === 'plain_http';
  }

  async find(): Promise<void> {
    await this.#doing(async () => {
      this.found = await this.session.bridge.findServers();
    });
  }

  choose(server: FoundServer): void {
    this.url = server.url;
    this.models = server.models;
    this.model = server.models[0] ?? '';
  }

  /** Another address has other models, and nobody has agreed to it. */
  readdressed(): void {
    this.models = [];
    this.model = '';
    this.#plain = false;
    this.refusal = null;
  }

  async allowPlain(): Promise<boolean> {
    this.#plain = true;
    return this.connect();
  }

  /** Adds or changes it; true when that is done. Where the server has several models, one is chosen first. */
  async connect(): Promise<boolean> {
    return this.#doing(async () => {
      if (this.known !== null) {
        await this.session.bridge.changeServer({
          id: this.known.id,
          name: this.name,
          ...this.#keyParams(),
          atOnce: this.atOnce,
          waitWhenDown: this.waits,
        });
        return;
      }
      if (this.model.trim() === '') {
        this.models = await this.session.bridge.serverModels(this.#params());
        this.model = this.models[0] ?? '';
        if (this.models.length > 1) throw CHOOSE;
      }
      await this.session.bridge.addServer(this.#params());
    });
  }

  #params(): AddServerParams {
    return {
      url: this.url,
      name: this.name.trim() || null,
      model: this.model.trim() || null,
      ...this.#keyParams(),
      allowPlainHttp: this.#plain,
      atOnce: this.atOnce,
      waitWhenDown: this.waits,
    };
  }

  #keyParams(): Pick<AddServerParams, 'key' | 'keyEnv'> {
    return {
      key: this.keyChoice === 'keychain' ? this.key : null,
      keyEnv: this.keyChoice === 'environment' ? this.variable : null,
    };
  }

  async #doing(action: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.refusal = null;
    try {
      await action();
      return true;
    } catch (thrown) {
      if (thrown !== CHOOSE) this.refusal = asCommandError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** Not a refusal: there is something to choose first. */
const CHOOSE = Symbol('choose a model');
