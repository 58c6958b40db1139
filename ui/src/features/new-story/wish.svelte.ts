import { asCommandError } from '$lib/bridge/bridge';
import type { CommandError, Outlook, StartParams } from '$lib/bridge/generated/protocol';
import type { Session } from '$lib/state/session.svelte';
import { nextTime } from './time-of-day';

/** How long the typing must rest before the outlook is asked anew. */
const REST_MS = 250;

/** What the reader wishes for, and what a story of it would be. */
export class Wish {
  subject = $state('');
  player = $state('');
  pronoun: string | null = $state(null);
  scenes: number | null = $state(null);
  model: string | null = $state(null);
  /** Anything the writing should mind, in the reader's words. */
  words = $state('');
  /** A time of day, `23:30`, before which it is not begun; null when only its turn counts. */
  time: string | null = $state(null);
  /** Whether its plan is to be read before anything is written. */
  planFirst = $state(false);

  outlook: Outlook | null = $state.raw(null);
  refusal: CommandError | null = $state.raw(null);
  starting = $state(false);
  /** Scenes the notes carry, whatever was asked for. */
  carried = $state(0);

  #asked = 0;
  readonly session: Session;

  constructor(session: Session) {
    this.session = session;
    const { notes, newStorySubject } = session;
    this.subject = newStorySubject ?? notes.find((each) => each.problem === null)?.subject ?? '';
    this.model = session.models.usual?.id ?? null;
  }

  /** Asks for the outlook when the typing rests; answers that were overtaken are dropped. */
  look(): () => void {
    const params = {
      subject: this.subject,
      player: this.player.trim() || null,
      model: this.model,
      scenes: this.scenes,
    };
    const asked = ++this.#asked;
    if (params.subject === '') return () => {};
    const timer = setTimeout(
      () => {
        this.session.bridge
          .outlook(params)
          .then((outlook) => {
            if (asked !== this.#asked) return;
            this.outlook = outlook;
            this.refusal = null;
            if (params.scenes === null) this.carried = outlook.scenes;
          })
          .catch((thrown: unknown) => {
            if (asked !== this.#asked) return;
            this.outlook = null;
            this.refusal = asCommandError(thrown);
          });
      },
      this.outlook === null ? 0 : REST_MS,
    );
    return () => clearTimeout(timer);
  }

  /** The pronoun the story would use. */
  get spoken(): string {
    return this.pronoun ?? this.outlook?.pronoun ?? 'they';
  }

  /** Before when it is not begun; milliseconds since the epoch. */
  beginsAt(now: number): number | null {
    return this.time === null ? null : nextTime(this.time, now);
  }

  params(): StartParams {
    const given = this.player.trim() || null;
    const known = this.outlook === null || this.outlook.playerPlace === 'inNotes';
    return {
      subject: this.subject,
      player: given,
      pronoun: given === null || known ? null : this.spoken,
      wish: this.words.trim() || null,
      model: this.model,
      scenes: this.scenes,
      seed: null,
    };
  }

  /** Starts the job; a refusal is said in the dialog. A second press meanwhile does nothing. */
  async start(): Promise<void> {
    if (this.starting) return;
    this.starting = true;
    this.refusal = null;
    try {
      await this.session.begin(this.params(), this.beginsAt(Date.now()), this.planFirst);
      this.session.dialog = null;
    } catch (thrown) {
      this.refusal = asCommandError(thrown);
    } finally {
      this.starting = false;
    }
  }
}
