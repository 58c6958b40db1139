import type { Action, JobRow } from '$lib/bridge/generated/protocol';
import { t } from '$lib/i18n';
import type { Session } from '$lib/state/session.svelte';

/** What can be done with a job here and now. A program that only looks can but read. */
export function actionsOf(session: Session, row: JobRow): Action[] {
  return session.shut ? row.actions.filter((action) => action === 'read') : row.actions;
}

/** Does one thing with the jobs that allow it; the others are passed over. */
export async function act(session: Session, action: Action, rows: readonly JobRow[]): Promise<void> {
  const { bridge } = session;
  const able = rows.filter((row) => actionsOf(session, row).includes(action));
  const jobIds = able.map((row) => row.id);
  const first = jobIds[0];
  if (first === undefined) return;
  const each = (command: (id: string) => Promise<unknown>) =>
    session.attempt(() => Promise.all(jobIds.map((id) => command(id))));

  switch (action) {
    case 'read':
      session.openStory = { subject: able[0]?.subject ?? '', take: first, title: able[0]?.title ?? '' };
      session.go('stories');
      return;
    case 'pause':
      await each((id) => bridge.pauseJob(id));
      return;
    case 'resume':
      await each((id) => bridge.resumeJob(id));
      return;
    case 'writeNow':
      await each((id) => bridge.writeNow(id));
      return;
    case 'cancel': {
      const answers = await each((id) => bridge.cancelJob(id));
      if (answers)
        session.toasts.say(answers.includes('cancelled') ? t.said.cancelled : t.said.alreadyCompleted);
      return;
    }
    case 'retry': {
      const started = await session.attempt(() => bridge.retryJob(first));
      if (started) session.show(started.jobId);
      return;
    }
    case 'discard': {
      for (const id of jobIds) {
        const answer = await session.attempt(() => bridge.discardJob(id));
        if (answer) session.offerBack(answer, t.said.discarded);
      }
      return;
    }
    case 'clean': {
      const answer = await session.attempt(() => bridge.cleanJobs({ jobIds }));
      if (answer) session.offerBack(answer, t.said.cleaned(answer.cleaned.length));
      return;
    }
  }
}

export async function cleanFinished(session: Session): Promise<void> {
  const answer = await session.attempt(() => session.bridge.cleanFinished());
  if (answer) session.offerBack(answer, t.said.cleaned(answer.cleaned.length));
}
