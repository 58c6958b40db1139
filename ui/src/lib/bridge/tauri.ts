import { Channel, invoke } from '@tauri-apps/api/core';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import type { Arrived, Download, TakeView, TextEvent } from './generated/protocol';
import { jobsAhead, workspaceAhead } from './ahead';
import { asCommandError, type Bridge, type Unsubscribe } from './bridge';
import { JobsSubscription } from './jobs-subscription';

/** Whether this page stands in the program's own window. */
export { isTauri } from '@tauri-apps/api/core';

/** Hears of what the program says unasked. */
function hear<T>(name: string, tell: (news: T) => void): Unsubscribe {
  const listening = getCurrentWebview().listen<T>(name, ({ payload }) => tell(payload));
  return () => void listening.then((unlisten) => unlisten());
}

/** The real program behind the window. */
export const tauriBridge: Bridge = {
  pretend: false,

  workspaceInfo: () => workspaceAhead() ?? invoke('workspace_info'),
  openWorkspace: () => invoke('open_workspace'),

  async subscribeJobs(view, onEvent) {
    const subscription = jobsAhead(view) ?? new JobsSubscription(view);
    await subscription.listen(onEvent);
    return () => subscription.end();
  },
  lookAt: (view) => invoke('look_at', { view }),

  async subscribeText(jobId, onEvent) {
    let live = true;
    const channel = new Channel<TextEvent>((event) => live && onEvent(event));
    const subscription = await invoke<number>('subscribe_text', { jobId, channel });
    return () => {
      live = false;
      void invoke('unsubscribe', { subscription });
    };
  },

  startStory: (params) => invoke('start_story', { params }),
  startWithPlan: (params, at) => invoke('start_with_plan', { params, at }),
  startStoryAt: (params, at) => invoke('start_story_at', { params, at }),
  cancelJob: (jobId) => invoke('cancel_job', { jobId }),
  pauseJob: (jobId) => invoke('pause_job', { jobId }),
  resumeJob: (jobId) => invoke('resume_job', { jobId }),
  retryJob: (jobId) => invoke('retry_job', { jobId }),
  writeNow: (jobId) => invoke('write_now', { jobId }),
  moveJob: (jobId, place) => invoke('move_job', { jobId, place }),
  pauseQueue: () => invoke('pause_queue'),
  holdQueue: (hold) => invoke('hold_queue', { hold }),
  setLimit: (model, limit) => invoke('set_limit', { model, limit }),
  discardJob: (jobId) => invoke('discard_job', { jobId }),
  cleanJobs: (params) => invoke('clean_jobs', { params }),
  eachJob: (verb, which) => invoke('each_job', { verb, which }),
  cleanEach: (which) => invoke('clean_each', { which }),
  cleanFinished: () => invoke('clean_finished'),
  listJobs: (query) => invoke('list_jobs', { query }),
  olderThan: (ageHours) => invoke('older_than', { ageHours }),
  cleanOlder: (ageHours) => invoke('clean_older', { ageHours }),
  undoClean: (params) => invoke('undo_clean', { params }),

  jobResult: (jobId) => invoke('job_result', { jobId }),
  jobTake: (jobId) =>
    invoke<TakeView>('job_take', { jobId }).catch((thrown: unknown) => {
      if (asCommandError(thrown).code === 'missing_file') return null;
      throw thrown;
    }),
  rewriteStep: (params) => invoke('rewrite_step', { params }),
  moreScenes: (params) => invoke('more_scenes', { params }),
  jobPlan: (jobId) => invoke('job_plan', { jobId }),
  changePlan: (jobId, text) => invoke('change_plan', { jobId, text }),
  stepTries: (of, step) => invoke('step_tries', { of, step }),
  chooseTry: (of, step, number) => invoke('choose_try', { of, step, number }),
  editStep: (of, step, text) => invoke('edit_step', { of, step, text }),
  leaveStep: (of, step, leave) => invoke('leave_step', { of, step, leave }),
  lockStep: (of, step, lock) => invoke('lock_step', { of, step, lock }),

  jobFiles: (jobId) => invoke('job_files', { jobId }),
  jobFile: (jobId, key) => invoke('job_file', { jobId, key }),
  showInFolder: (jobId, key) => invoke('show_in_folder', { jobId, key }),
  openJobFile: (jobId, key) => invoke('open_job_file', { jobId, key }),
  clearOfSecrets: (text) => invoke('clear_of_secrets', { text }),

  outlook: (params) => invoke('outlook', { params }),
  listNotes: () => invoke('list_notes'),
  readNotes: (subject) => invoke('read_notes', { subject }),
  saveNotes: (subject, text) => invoke('save_notes', { subject, text }),
  newNotes: (subject) => invoke('new_notes', { subject }),
  renameNotes: (subject, name) => invoke('rename_notes', { subject, name }),
  removeNotes: (subject) => invoke('remove_notes', { subject }),
  importNotes: () => invoke('import_notes'),
  givenNotes: () => invoke('given_notes'),
  importDropped: (paths) => invoke('import_dropped', { paths }),

  listStories: () => invoke('list_stories'),
  readStory: (subject, take) => invoke('read_story', { subject, take }),

  chooseTake: (subject, take) => invoke('choose_take', { subject, take }),
  exportStory: (params) => invoke('export_story', { params }),
  showExport: (path) => invoke('show_export', { path }),

  preferences: () => invoke('preferences'),
  changePreferences: (preferences) => invoke('change_preferences', { preferences }),

  listModels: () => invoke('list_models'),
  importModel: () => invoke('import_model'),
  useModel: (modelId) => invoke('use_model', { modelId }),
  testModel: (modelId) => invoke('test_model', { modelId }),
  removeModel: (modelId) => invoke('remove_model', { modelId }),
  shelfView: () => invoke('shelf_view'),

  async subscribeDownloads(onChange) {
    let live = true;
    const channel = new Channel<Download[]>((downloads) => live && onChange(downloads));
    await invoke('subscribe_downloads', { channel });
    return () => (live = false);
  },
  lookUpModel: (wanted) => invoke('look_up_model', { wanted }),
  startDownload: (wanted) => invoke('start_download', { wanted }),
  stopDownload: (wanted) => invoke('stop_download', { wanted }),
  discardDownload: (wanted) => invoke('discard_download', { wanted }),

  findServers: () => invoke('find_servers'),
  serverModels: (params) => invoke('server_models', { params }),
  addServer: (params) => invoke('add_server', { params }),
  changeServer: (params) => invoke('change_server', { params }),

  beginDesktop: (words) => invoke('begin_desktop', { words }),
  onShowJob: (onShow) => hear<string>('show-job', onShow),
  notify: (title, body) => invoke('notify', { title, body }),
  onArrived: (onArrived) => hear<Arrived>('arrived', onArrived),
  onClosing: (onClosing) => hear<number>('closing', onClosing),
  answerClosing: (close) => invoke('answer_closing', { close }),

  diagnostics: () => invoke('diagnostics'),
  reportError: (message) => invoke('report_error', { message }),

  onFilesDropped(onDrop, onHover) {
    const listening = getCurrentWebview().onDragDropEvent(({ payload }) => {
      onHover(payload.type === 'enter' || payload.type === 'over');
      if (payload.type === 'drop') onDrop(payload.paths);
    });
    return () => void listening.then((unlisten) => unlisten());
  },
};
