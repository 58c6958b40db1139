import type { ModelInfo, ServerInfo, ShelfView } from '$lib/bridge/generated/protocol';
import type { Session } from '$lib/state/session.svelte';

/** What the view of the models asks before it acts. */
export type ShelfDialog =
  { type: 'server'; server: ServerInfo | null } | { type: 'remove'; model: ModelInfo };

/** What stands around the models: the computer, the servers, what is worth a try. */
export class Shelf {
  view: ShelfView | null = $state.raw(null);
  dialog: ShelfDialog | null = $state.raw(null);

  constructor(private readonly session: Session) {}

  server(id: string): ServerInfo | undefined {
    return this.view?.servers.find((server) => server.id === id);
  }

  /** Reads it anew, with the models, which it speaks of. */
  async refresh(): Promise<void> {
    await this.session.attempt(async () => {
      const [view] = await Promise.all([this.session.bridge.shelfView(), this.session.models.refresh()]);
      this.view = view;
    });
  }
}
