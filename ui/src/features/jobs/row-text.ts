import type { JobRow, QueueInfo } from '$lib/bridge/generated/protocol';
import { errorText, f, speaksLikeTheProgram, t } from '$lib/i18n';

export type Tone = 'live' | 'wait' | 'bad' | 'ink';

/** Which colour a job's state has; its words and its place say the same. */
export function tone(row: JobRow): Tone {
  if (row.group === 'needsYou') return 'bad';
  if (row.group === 'writing') return 'live';
  return row.status === 'paused' ? 'wait' : 'ink';
}

export const titleOf = (row: JobRow) => row.title || row.subject || t.untitled;

/** The one line of plain words under a title, as the queue is now. */
export function rowLine(row: JobRow, now: number, queue: QueueInfo): string {
  if (row.source === 'other' && row.message !== '') return row.message;
  if (row.problem !== null) return row.problem.reason;
  switch (row.status) {
    case 'queued':
      if (row.startAt !== null) return t.jobs.waitsUntil(f.moment(row.startAt, now));
      // Nothing is next while nothing begins.
      if (queue.scarce !== null) return t.jobs.waitsFor[queue.scarce];
      if (queue.held) return t.jobs.waitsForQueue;
      return row.place === 1 ? t.jobs.next : row.place === null ? t.jobs.waits : t.jobs.place(row.place);
    case 'starting':
      return (speaksLikeTheProgram && row.message) || t.jobs.starting;
    case 'running':
      if (row.source === 'other') return row.currentStep ?? t.jobs.otherTool;
      // The program's own line knows more: that a scene is tried again, for one.
      if (speaksLikeTheProgram && row.message !== '') return row.message;
      return row.currentStep === null ? t.jobs.starting : t.jobs.scene(row.currentStep);
    case 'paused':
      if (row.error !== null) return errorText(row.error);
      return row.finishedAt === null ? t.jobs.paused : t.jobs.pausedAt(f.moment(row.finishedAt, now));
    case 'completed':
      return completedLine(row, now);
    case 'cancelled':
      return row.finishedAt === null ? t.jobs.cancelled : t.jobs.cancelledAt(f.moment(row.finishedAt, now));
    case 'interrupted':
      return row.error === null ? t.jobs.interrupted : errorText(row.error);
    case 'error':
      return row.error === null ? row.message : errorText(row.error);
  }
}

function completedLine(row: JobRow, now: number): string {
  if (row.finishedAt === null) return row.message;
  const at = f.moment(row.finishedAt, now);
  const done =
    row.startedAt === null ? t.jobs.done(at) : t.jobs.doneIn(at, f.span(row.finishedAt - row.startedAt));
  return row.toLookAt > 0 ? `${done}. ${t.jobs.toLookAt(row.toLookAt)}` : done;
}

/** What stands at the right of the title: time left, or what is kept. */
export function rowAside(row: JobRow): string {
  if (row.source === 'damaged') return t.jobs.damaged;
  if (!row.saved) return t.jobs.notSaved;
  switch (row.status) {
    case 'running':
      if (row.timeLeftS !== null) return t.left(row.timeLeftS);
      return row.total > 0 ? t.jobs.doneOf(row.current, row.total) : '';
    case 'queued':
      return row.timeLeftS === null ? '' : t.jobs.then(t.left(row.timeLeftS));
    case 'completed':
      return row.words > 0 ? t.words(row.words) : row.source === 'other' ? t.jobs.otherTool : '';
    default:
      return row.total > 0 && row.status !== 'starting' ? t.jobs.kept(row.current, row.total) : '';
  }
}
