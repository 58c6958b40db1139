/** How far a pointer moves before it carries a row; px. */
const FROM = 6;
/** So near to an edge the list scrolls, and so far each time; px. */
const EDGE = 40;
const SCROLL = 14;

/** What a drag needs of the list. */
interface Around {
  scrollBy: (px: number) => void;
  /** Puts a job before the one at a place of the queue. */
  drop: (id: string, place: number) => void;
}

/**
 * A job that waits, carried to another place by pointer: rows say their place in the queue as `data-place`.
 * HTML's own drag and drop is weak in WebKitGTK.
 */
export class Drag {
  /** The job that is carried. */
  carried: string | null = $state(null);
  /** It would stand before the job that has this place. */
  gap: number | null = $state(null);
  #held: { id: string; place: number; y: number } | null = null;

  constructor(private readonly around: Around) {}

  readonly onpointerdown = (event: PointerEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest<HTMLElement>('[data-place]');
    if (!row?.dataset.id || event.button !== 0 || target?.closest('button')) return;
    this.#held = { id: row.dataset.id, place: Number(row.dataset.place), y: event.clientY };
  };

  readonly onpointermove = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const held = this.#held;
    if (held === null) return;
    if (this.carried === null) {
      if (Math.abs(event.clientY - held.y) < FROM) return;
      this.carried = held.id;
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    const list = event.currentTarget.getBoundingClientRect();
    if (event.clientY < list.top + EDGE) this.around.scrollBy(-SCROLL);
    if (event.clientY > list.bottom - EDGE) this.around.scrollBy(SCROLL);
    const under = document.elementFromPoint(list.left + list.width / 2, event.clientY);
    const row = under?.closest<HTMLElement>('[data-place]');
    if (!row) return;
    const { top, height } = row.getBoundingClientRect();
    this.gap = Number(row.dataset.place) + (event.clientY > top + height / 2 ? 1 : 0);
  };

  readonly onpointerup = () => {
    const { carried, gap } = this;
    const place = this.#held?.place ?? 0;
    const moves = carried !== null && gap !== null && gap !== place && gap !== place + 1;
    // The press that carried a row is none on it; there may be no click, so it is not waited for long.
    this.#held = null;
    this.gap = null;
    if (moves) this.around.drop(carried, gap);
    if (carried !== null) setTimeout(() => (this.carried = null));
  };

  readonly cancel = () => {
    this.#held = this.carried = this.gap = null;
  };
}
