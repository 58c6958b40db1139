import type { StepView } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';
import type { Deed } from '$lib/state/menu';
import type { Session } from '$lib/state/session.svelte';

/** What was typed into a step and not saved, by job and step: it is there again when the job is. */
// eslint-disable-next-line svelte/prefer-svelte-reactivity -- a form reads it once, when it opens
const drafts = new Map<string, string>();

/** What is done with the steps of the story that is open: one form at a time. */
export class Workbench {
  /** The step that is worked on, and how; `kept` where it was left open. */
  open: { step: string; form: 'rewrite' | 'edit'; kept?: true } | null = $state.raw(null);

  constructor(
    readonly session: Session,
    /** A job that wrote the story, or a step of it again. */
    readonly jobId: string,
  ) {
    const left = [...drafts.keys()].find((key) => key.startsWith(`${jobId} `));
    if (left !== undefined) this.open = { step: left.slice(jobId.length + 1), form: 'edit', kept: true };
  }

  /** Everything that can be done with a step; what `named` says tells it from others of its scene. */
  deeds(step: StepView, named = ''): Deed[] {
    if (this.session.shut || step.state === 'planned') return [];
    const said = (name: string) => (named === '' ? name : `${name}: ${named}`);
    const deed = (key: string, name: string, run: () => unknown): Deed => ({
      key: `${key} ${step.id}`,
      name: said(name),
      run,
    });
    const { answers, lock, unlock, lookAgain } = t.step;
    const open = (form: 'rewrite' | 'edit') => () => (this.open = { step: step.id, form });
    const all: Deed[] = [];
    if (!step.lock && step.lines.length === 0) all.push(deed('rewrite', answers.rewrite, open('rewrite')));
    if (!step.lock) all.push(deed('edit', answers.edit, open('edit')));
    if (step.tries > 1) all.push(deed('compare', answers.compare, () => this.compare(step)));
    if (step.state === 'look_at') all.push(deed('leave', answers.leave, () => this.leave(step)));
    else if (step.findings.length > 0) all.push(deed('look', lookAgain, () => this.#leave(step, false)));
    all.push(deed('lock', step.lock ? unlock : lock, () => this.#lock(step)));
    return all;
  }

  /** Has the step written again, and shows the job that does. */
  async rewrite(step: StepView, wish: string, model: string | null): Promise<void> {
    const { session, jobId } = this;
    const params = { of: jobId, step: step.id, wish: wish.trim() || null, model, seed: null };
    const started = await session.attempt(() => session.bridge.rewriteStep(params));
    if (started === undefined) return;
    this.open = null;
    session.tab = 'story';
    session.show(started.jobId);
  }

  /** What stands in a step's form: what was typed before, else what is there. */
  draftOf(step: StepView): string {
    return drafts.get(this.#key(step)) ?? written(step);
  }

  keepDraft(step: StepView, text: string): void {
    if (text === written(step)) drafts.delete(this.#key(step));
    else drafts.set(this.#key(step), text);
  }

  async edit(step: StepView, text: string): Promise<void> {
    const edited = await this.#change(() => this.session.bridge.editStep(this.jobId, step.id, text));
    if (!edited) return;
    this.close(step);
    this.session.toasts.say(t.said.edited);
  }

  /** Closes the form; what was typed there goes. */
  close(step: StepView): void {
    drafts.delete(this.#key(step));
    this.open = null;
  }

  compare(step: StepView): void {
    this.session.comparing = { of: this.jobId, step: step.id };
    this.session.dialog = 'tries';
  }

  /** Lets be what the review says, with a way back. */
  async leave(step: StepView): Promise<void> {
    const left = await this.#leave(step, true);
    if (left) this.session.toasts.offerUndo(t.said.left(step.title), () => void this.#leave(step, false));
  }

  #leave(step: StepView, leave: boolean): Promise<boolean> {
    return this.#change(() => this.session.bridge.leaveStep(this.jobId, step.id, leave));
  }

  #lock(step: StepView): Promise<boolean> {
    return this.#change(() => this.session.bridge.lockStep(this.jobId, step.id, !step.lock));
  }

  async #change(action: () => Promise<void>): Promise<boolean> {
    const done = await this.session.attempt(() => action().then(() => true));
    this.session.retold += 1;
    return done === true;
  }

  #key = (step: StepView) => `${this.jobId} ${step.id}`;
}

/** A step as it is edited: narration as it stands, dialogue a line each. */
export function written(step: StepView): string {
  return step.text || step.lines.map(({ actor, line }) => `${actor}: ${line}`).join('\n');
}
