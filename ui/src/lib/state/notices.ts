import type { JobStatus, Turned } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';

/** What ends close together is said together; ms. */
const TOGETHER_MS = 1500;
/** States in which somebody may want to look. */
const ENDS: readonly JobStatus[] = ['completed', 'error', 'interrupted'];

/** Says through the system that work has ended or needs somebody: quietly, and once for all of it. */
export class Notices {
  #ended = new Map<string, Turned>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (title: string, body: string) => void) {}

  hear(turned: readonly Turned[]): void {
    for (const one of turned) {
      if (ENDS.includes(one.status)) this.#ended.set(one.id, one);
      else this.#ended.delete(one.id);
    }
    if (this.#ended.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), TOGETHER_MS);
  }

  #tell(): void {
    const all = [...this.#ended.values()];
    this.#ended.clear();
    const [only] = all;
    if (only === undefined) return;
    const needing = all.filter(({ status }) => status !== 'completed').length;
    if (all.length === 1) this.say(only.title || t.untitled, t.said.ended(only.status === 'completed'));
    else this.say(t.notice.several(all.length - needing, needing), all.map(({ title }) => title).join(', '));
  }
}
