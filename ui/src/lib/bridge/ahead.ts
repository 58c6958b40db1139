import { invoke, isTauri } from '@tauri-apps/api/core';
import type { ListQuery, View, WorkspaceInfo } from './generated/protocol';
import { JobsSubscription } from './jobs-subscription';

/** Rows that are asked for first: what the window shows before anybody has scrolled. */
const FIRST_ROWS = 14;

/** The list as it is before anybody has narrowed it. */
export const WHOLE_LIST: ListQuery = {
  groups: [],
  states: [],
  sources: [],
  subject: null,
  needsLook: false,
  search: '',
  sort: 'group',
  reverse: false,
  offset: 0,
  limit: FIRST_ROWS,
};

let workspace: Promise<WorkspaceInfo> | null = null;
let jobs: JobsSubscription | null = null;

/**
 * Asks the program for what the first picture needs, before the window's code is read: the way there and back
 * takes as long as the reading.
 */
export function askAhead(): void {
  if (!isTauri()) return;
  jobs = new JobsSubscription({ look: 1, list: WHOLE_LIST, jobs: [] });
  workspace = invoke('workspace_info');
  // Whoever takes it is told of a refusal.
  workspace.catch(() => {});
}

/** The workspace as it was asked for ahead; only once, for it may have changed since. */
export function workspaceAhead(): Promise<WorkspaceInfo> | null {
  const asked = workspace;
  workspace = null;
  return asked;
}

/** What was asked for ahead of this view of the jobs; only once, and null where the view is another. */
export function jobsAhead(view: View): JobsSubscription | null {
  const asked = jobs;
  jobs = null;
  if (asked === null || JSON.stringify(asked.view) === JSON.stringify(view)) return asked;
  asked.end();
  return null;
}
