import type {
  Action,
  AddServerParams,
  Arrived,
  BulkCleanResponse,
  CancelAnswer,
  ChangeServerParams,
  CleanedJob,
  CleanResponse,
  Cleared,
  CommandError,
  DesktopWords,
  Download,
  DownloadOffer,
  ExportParams,
  ExportResponse,
  FoundServer,
  JobAnswer,
  JobFile,
  JobFileText,
  JobIdsParams,
  JobResult,
  ListQuery,
  ListWindow,
  ModelInfo,
  ModelTestResponse,
  MoreParams,
  NotesInfo,
  Outlook,
  OutlookParams,
  Preferences,
  RewriteParams,
  ShelfView,
  StartParams,
  StartResponse,
  StepTries,
  StoryInfo,
  TakeView,
  TextEvent,
  View,
  ViewEvent,
  Which,
  WorkspaceInfo,
} from './generated/protocol';

/** What can be done with several jobs at once, besides cleaning them. */
export type JobVerb = Exclude<Action, 'clean' | 'read'>;

/** Where a job that waits is moved in the queue. */
export type QueuePlace = 'first' | 'last' | { before: string };

/** Ends a subscription. */
export type Unsubscribe = () => void;

/**
 * All that the window asks of the program behind it. Each method is a Tauri command of the same name
 * in snake_case, with the arguments as named here; a refusal is a `CommandError`.
 */
export interface Bridge {
  /** True where nothing behind the window is real. */
  readonly pretend: boolean;

  workspaceInfo(): Promise<WorkspaceInfo>;
  /** A native picker; null when it was dismissed. The workspace that is open then is the new one. */
  openWorkspace(): Promise<WorkspaceInfo | null>;

  /** `subscribe_jobs(view, channel)`: all that is in view, then what is other. A newer one replaces it. */
  subscribeJobs(view: View, onEvent: (event: ViewEvent) => void): Promise<Unsubscribe>;
  /** `look_at(view)`: what comes next is all that is seen there. */
  lookAt(view: View): Promise<void>;
  /** `subscribe_text(jobId, channel) -> number`, ended by `unsubscribe(subscription)`. */
  subscribeText(jobId: string, onEvent: (event: TextEvent) => void): Promise<Unsubscribe>;

  startStory(params: StartParams): Promise<StartResponse>;
  /** Nothing is written before somebody has read the plan and resumed the job. */
  startWithPlan(params: StartParams, at: number | null): Promise<StartResponse>;
  /** To be begun at a time; milliseconds since the epoch. */
  startStoryAt(params: StartParams, at: number): Promise<StartResponse>;
  cancelJob(jobId: string): Promise<CancelAnswer>;
  pauseJob(jobId: string): Promise<void>;
  resumeJob(jobId: string): Promise<void>;
  retryJob(jobId: string): Promise<StartResponse>;
  writeNow(jobId: string): Promise<void>;
  moveJob(jobId: string, place: QueuePlace): Promise<void>;
  /** Begins nothing new, and pauses what runs. */
  pauseQueue(): Promise<void>;
  /** Begins nothing new; or lets the queue go on, with what was paused with it. */
  holdQueue(hold: boolean): Promise<void>;
  /** How many jobs of a model run at once; null for every model. */
  setLimit(model: string | null, limit: number): Promise<void>;
  discardJob(jobId: string): Promise<CleanResponse>;
  cleanJobs(params: JobIdsParams): Promise<CleanResponse>;
  /** The same with several jobs, in one go; each answers for itself. */
  eachJob(verb: JobVerb, which: Which): Promise<JobAnswer[]>;
  /** The same; none that is active is cleaned. */
  cleanEach(which: Which): Promise<BulkCleanResponse>;
  cleanFinished(): Promise<CleanResponse>;
  listJobs(query: ListQuery): Promise<ListWindow>;
  /** The finished jobs that are older than so many hours. */
  olderThan(ageHours: number): Promise<CleanedJob[]>;
  cleanOlder(ageHours: number): Promise<CleanResponse>;
  undoClean(params: JobIdsParams): Promise<void>;

  jobResult(jobId: string): Promise<JobResult>;
  /** Null while nothing is planned yet. */
  jobTake(jobId: string): Promise<TakeView | null>;
  /** Has one step of a story written again, as a job of its own; the text in hand is kept beside it. */
  rewriteStep(params: RewriteParams): Promise<StartResponse>;
  /** Has a finished story go on with what its notes say and it has not told, as a job of its own. */
  moreScenes(params: MoreParams): Promise<StartResponse>;
  /** The plan of a story that waits until somebody has read it. */
  jobPlan(jobId: string): Promise<string>;
  /** Puts another in its place; it is followed when the job is resumed. */
  changePlan(jobId: string, text: string): Promise<void>;
  /** All that was written for a step; `of` is a job that wrote the story, or a step of it. */
  stepTries(of: string, step: string): Promise<StepTries[]>;
  /** Puts a try in the place of the text in hand, which takes its number; the first is 1. */
  chooseTry(of: string, step: string, number: number): Promise<void>;
  /** Of dialogue a line each, with who speaks and a colon before it. */
  editStep(of: string, step: string, text: string): Promise<void>;
  /** Lets be what the review says, or has the step wanting a look again. */
  leaveStep(of: string, step: string, leave: boolean): Promise<void>;
  lockStep(of: string, step: string, lock: boolean): Promise<void>;

  jobFiles(jobId: string): Promise<JobFile[]>;
  jobFile(jobId: string, key: string): Promise<JobFileText>;
  showInFolder(jobId: string, key: string): Promise<void>;
  /** Opens a file in the program that the system has for it. */
  openJobFile(jobId: string, key: string): Promise<void>;
  /** A text without keys and passwords, to be copied. */
  clearOfSecrets(text: string): Promise<Cleared>;

  outlook(params: OutlookParams): Promise<Outlook>;
  listNotes(): Promise<NotesInfo[]>;
  readNotes(subject: string): Promise<string>;
  saveNotes(subject: string, text: string): Promise<void>;
  /** A page to fill in, under a name of its own. */
  newNotes(subject: string): Promise<NotesInfo>;
  /** Stories that were written of them stay where they are. */
  renameNotes(subject: string, name: string): Promise<NotesInfo>;
  /** To the system's bin. */
  removeNotes(subject: string): Promise<void>;
  /** A native picker; empty when it was dismissed. */
  importNotes(): Promise<Arrived>;
  /** `given_notes()`: what the program was started with, taken in; nothing when it is asked again. */
  givenNotes(): Promise<Arrived>;
  /** `import_dropped(paths)`: files dropped on the window. */
  importDropped(paths: string[]): Promise<Arrived>;

  /** Every finished story, the newest first, with or without a job's record. */
  listStories(): Promise<StoryInfo[]>;
  readStory(subject: string, take: string): Promise<TakeView>;

  /** Puts a take at the top of its subject's folder, until a newer one is finished. */
  chooseTake(subject: string, take: string): Promise<void>;
  /** A native picker says where to; null when it was dismissed. */
  exportStory(params: ExportParams): Promise<ExportResponse | null>;
  /** Shows a file that was exported since the start in the system's file program. */
  showExport(path: string): Promise<void>;

  preferences(): Promise<Preferences>;
  /** Acts at once, and is kept. */
  changePreferences(preferences: Preferences): Promise<Preferences>;

  listModels(): Promise<ModelInfo[]>;
  /** A native picker; null when it was dismissed. */
  importModel(): Promise<ModelInfo | null>;
  useModel(modelId: string): Promise<void>;
  testModel(modelId: string): Promise<ModelTestResponse>;
  /** A file of the user's stays where it lies; a download goes. */
  removeModel(modelId: string): Promise<void>;
  shelfView(): Promise<ShelfView>;

  /** `subscribe_downloads(channel)`: all of them, whenever one changes. A newer one replaces it. */
  subscribeDownloads(onChange: (downloads: Download[]) => void): Promise<Unsubscribe>;
  lookUpModel(wanted: string): Promise<DownloadOffer>;
  /** Begins or goes on; answers when it is under way. */
  startDownload(wanted: string): Promise<void>;
  /** What has come is kept. */
  stopDownload(wanted: string): Promise<void>;
  /** What has come goes. */
  discardDownload(wanted: string): Promise<void>;

  /** Looks at the usual ports of this computer; only because somebody asked. */
  findServers(): Promise<FoundServer[]>;
  serverModels(params: AddServerParams): Promise<string[]>;
  addServer(params: AddServerParams): Promise<ModelInfo>;
  changeServer(params: ChangeServerParams): Promise<ModelInfo>;

  /** Begins what stands around the window, in these words; newer ones replace them. */
  beginDesktop(words: DesktopWords): Promise<void>;
  /** A job was asked for from outside the window. */
  onShowJob(onShow: (id: string) => void): Unsubscribe;
  /** Says something through the system, unless the window is in front. */
  notify(title: string, body: string): Promise<void>;
  /** Files that were handed to the program from outside its window, taken in as notes. */
  onArrived(onArrived: (arrived: Arrived) => void): Unsubscribe;
  /** The window is about to close while so many stories are written; it waits for the answer. */
  onClosing(onClosing: (writing: number) => void): Unsubscribe;
  answerClosing(close: boolean): Promise<void>;

  /** `diagnostics()`: how the program and the computer are, without text, names or keys. */
  diagnostics(): Promise<string>;
  /** For the program's log: what went wrong in the window itself. */
  reportError(message: string): Promise<void>;
  /** Files dropped on the window, by path; `hover` while they are held over it. */
  onFilesDropped(onDrop: (paths: string[]) => void, onHover: (over: boolean) => void): Unsubscribe;
}

/** What a refused command throws, whatever was thrown beneath. */
export function asCommandError(thrown: unknown): CommandError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown) {
    return thrown as CommandError;
  }
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
