import type { JobFile, JobFileText, JobRow } from '../generated/protocol';
import { NOTES } from './lamplighters';

/** The task file as it stands for a row. */
function taskText(row: JobRow): string {
  const task = {
    schema: 1,
    task_id: row.id,
    kind: 'story',
    subject: row.subject,
    player: row.player,
    status: row.status,
    progress: Math.round(row.progress),
    message: row.message,
    current: row.current,
    total: row.total,
    current_step: row.currentStep,
    step_number: row.stepNumber,
    total_steps: row.totalSteps,
  };
  return JSON.stringify(task, null, 2) + '\n';
}

export function filesOf(row: JobRow): JobFile[] {
  const output = `output/${row.subject}`;
  const now = Date.now();
  const moving = row.status === 'running' ? now - 1000 : now - 3_600_000;
  const file = (key: string, path: string, bytes: number, changedAt: number): JobFile => ({
    key,
    path,
    bytes,
    changedAt,
  });
  return [
    file('notes', `${output}/research.md`, 3900, now - 86_400_000),
    file('take', `${output}/takes/${row.id}/take.json`, 6400, now - 180_000),
    file('story', `${output}/takes/${row.id}/story.md`, 2200, now - 180_000),
    file('task', `.mythline/tasks/${row.id}.json`, taskText(row).length, moving),
    file('story_job', `.mythline/story_jobs/${row.subject}.json`, 300, moving),
    file('log', `.mythline/logs/${row.id}.log`, 900, moving - 2000),
  ];
}

export function fileText(row: JobRow, key: string): JobFileText {
  const file = filesOf(row).find((each) => each.key === key);
  if (!file) throw { code: 'missing_file', message: 'This file is not there.' };
  const texts: Record<string, string> = {
    notes: NOTES,
    task: taskText(row),
    story_job: JSON.stringify(
      { status: 'in_progress', message: row.message, current: row.current, total: row.total },
      null,
      2,
    ),
    take: JSON.stringify({ schema: 1, title: row.title, steps: [] }, null, 2),
    story: `# ${row.title}\n`,
    log: [
      '2026-03-11T11:04:02Z INFO  Run 1 begins.',
      '2026-03-11T11:04:02Z INFO  Notes read, 10 facts.',
      '2026-03-11T11:04:03Z INFO  Scene 1 begun.',
      '2026-03-11T11:04:40Z WARN  Scene 4 tried again: tense.',
      '2026-03-11T11:05:12Z ERROR The server refused the key sk-a1b2c3d4e5f6g7h8.',
      '  status 401',
    ].join('\n'),
  };
  return { file, text: texts[key] ?? '', cut: false };
}
