// Made from the crate mythline-protocol; its test `typescript` writes and checks this file.

/**
 * What this program may do in the workspace.
 */
export type Access = { "type": "owner" } | { "type": "looking", 
/**
 * Who owns it, where that can be read.
 */
owner: Owner | null, };

/**
 * What can be done with a job now. The engine decides; the window draws a button for each.
 */
export type Action = "cancel" | "pause" | "resume" | "retry" | "writeNow" | "discard" | "clean" | "read";

/**
 * A server that the user adds.
 */
export type AddServerParams = { 
/**
 * Its address: `http://localhost:11434/v1`.
 */
url: string, 
/**
 * What people call it; else the model's name.
 */
name: string | null, 
/**
 * The model there; may be left out where the server has one.
 */
model: string | null, 
/**
 * The environment variable that holds the key.
 */
keyEnv: string | null, 
/**
 * The key itself, for the system's keychain. It goes one way only.
 */
key: string | null, 
/**
 * The user agrees that notes go to another computer unencrypted.
 */
allowPlainHttp: boolean, 
/**
 * Jobs it may write at once, 1 to 32; 1 where it is not said.
 */
atOnce: number | null, 
/**
 * Jobs wait while it is down, instead of failing with their work kept.
 */
waitWhenDown: boolean, };

/**
 * What became of files that were to be taken in as notes: what could not be does not keep the rest.
 */
export type Arrived = { 
/**
 * The notes that they are now.
 */
notes: Array<NotesInfo>, 
/**
 * The others, each with its reason.
 */
refused: Array<RefusedFile>, };

/**
 * The answer to a clean of every job that matches: what went, and what did not.
 */
export type BulkCleanResponse = { 
/**
 * What went.
 */
cleaned: Array<CleanedJob>, 
/**
 * Till when all of it can be brought back; milliseconds since the epoch.
 */
undoUntil: number, 
/**
 * What did not go, each with its reason.
 */
refused: Array<JobAnswer>, };

/**
 * The answer to a cancel; it comes when the job has stopped.
 */
export type CancelAnswer = "cancelled" | "already_completed";

/**
 * What a model was seen to do on this computer: how fast it is, and how far it can be let go.
 */
export type Capabilities = { 
/**
 * Tokens a second while writing.
 */
tokensPerS: number, 
/**
 * Milliseconds to the first token.
 */
firstTokenMs: number, 
/**
 * Whether it answers in the form that it is asked for: a line of JSON of a given shape.
 */
keepsForm: boolean, 
/**
 * Whether such an answer says what the notes say and names nobody else. A model that does can be
 * let plan; one that does not must be led, a fact at a time.
 */
readsNotes: boolean, };

/**
 * What is changed of a server that the user added.
 */
export type ChangeServerParams = { 
/**
 * The id among the models.
 */
id: string, 
/**
 * What people call it.
 */
name: string, 
/**
 * Another key, by the environment variable that holds it; neither this nor `key` leaves the key as it is.
 */
keyEnv: string | null, 
/**
 * Another key, for the system's keychain. It goes one way only.
 */
key: string | null, 
/**
 * Jobs it may write at once, 1 to 32.
 */
atOnce: number, 
/**
 * Jobs wait while it is down, instead of failing with their work kept.
 */
waitWhenDown: boolean, };

/**
 * The answer to a clean: what went, and till when it can be undone.
 */
export type CleanResponse = { 
/**
 * What went.
 */
cleaned: Array<CleanedJob>, 
/**
 * Milliseconds since the epoch.
 */
undoUntil: number, };

/**
 * One record that was cleaned, for the undo.
 */
export type CleanedJob = { 
/**
 * The job.
 */
jobId: string, 
/**
 * What it was called.
 */
title: string, };

/**
 * A text without keys and passwords, to be copied to where others may read it.
 */
export type Cleared = { 
/**
 * What is left; `[removed]` stands where something was.
 */
text: string, 
/**
 * How many were taken out.
 */
removed: number, };

/**
 * What crosses the edge when something goes wrong: a code for programs and one sentence or two for
 * people (what happened, what was kept, what to do). Nothing internal is in it.
 */
export type CommandError = { 
/**
 * For programs.
 */
code: ErrorCode, 
/**
 * For people.
 */
message: string, };

/**
 * What models are measured against.
 */
export type Computer = { 
/**
 * Bytes of memory in all, where the system says.
 */
memory: number | null, 
/**
 * Threads that run at once.
 */
cores: number, };

/**
 * What the desktop around the window says, in the window's language. The program fills in what stands in
 * braces.
 */
export type DesktopWords = { 
/**
 * How a story stands that is being written: `{title}`, `{done}` and `{total}` of its scenes.
 */
line: string, 
/**
 * How one stands whose scenes are not counted yet: `{title}`.
 */
begun: string, 
/**
 * That more are written than are named: `{n}`.
 */
more: string, 
/**
 * That none is.
 */
idle: string, 
/**
 * Why the computer is kept awake.
 */
writing: string, 
/**
 * Brings the window forward.
 */
open: string, 
/**
 * Pauses everything.
 */
pause: string, 
/**
 * Lets it go on.
 */
goOn: string, 
/**
 * Ends the program.
 */
quit: string, 
/**
 * The same while stories are being written: `{n}`.
 */
quitWriting: string, };

/**
 * One spoken line.
 */
export type DialogueLine = { 
/**
 * Who speaks.
 */
actor: string, 
/**
 * Only the words spoken.
 */
line: string, };

/**
 * A model on its way: begun, and not whole yet.
 */
export type Download = { 
/**
 * What it was asked for, and is asked for again.
 */
offer: DownloadOffer, 
/**
 * Bytes that are there.
 */
done: number, 
/**
 * Whether more is coming now; else it waits to be taken up.
 */
going: boolean, 
/**
 * Seconds until it is whole, about, where that can be said.
 */
secondsLeft: number | null, 
/**
 * Why it broke off, if it did.
 */
problem: CommandError | null, };

/**
 * What a download would be.
 */
export type DownloadOffer = { 
/**
 * As it was asked for.
 */
id: string, 
/**
 * The file's name.
 */
file: string, 
/**
 * Whom it comes from.
 */
host: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * Memory it needs, in bytes, about.
 */
memory: number, 
/**
 * Whether this computer carries it.
 */
fit: Fit, 
/**
 * Its licence, where the hub says.
 */
licence: string | null, 
/**
 * Whether what it writes may be sold; none where the licence must be read for it.
 */
maySell: boolean | null, };

/**
 * Everything that can go wrong in a way that a person is told of. A closed set: the window and
 * scripts switch on the code, never on the text.
 */
export type ErrorCode = "bad_subject" | "bad_player" | "bad_option" | "missing_notes" | "unreadable_notes" | "notes_too_short" | "length_not_carried" | "plan_waits" | "bad_plan" | "unknown_job" | "ambiguous_job" | "not_now" | "still_running" | "job_failed" | "job_cancelled" | "not_owner" | "bad_workspace" | "read_only" | "disk_full" | "low_disk" | "low_battery" | "damaged_file" | "missing_file" | "missing_model" | "damaged_model" | "not_a_model" | "too_little_memory" | "prompt_too_long" | "model_failed" | "server_down" | "server_refused" | "plain_http" | "no_keychain" | "internal";

/**
 * What a story can be written as, for other programs.
 */
export type ExportFormat = "md" | "html" | "epub" | "docx" | "txt";

/**
 * Which story is to be exported, and as what.
 */
export type ExportParams = { 
/**
 * The subject; or a job, or the beginning of its id.
 */
of: string, 
/**
 * The take of the subject, by the beginning of its id; null for the one written to last.
 */
take: string | null, 
/**
 * As what.
 */
format: ExportFormat, 
/**
 * Scenes as in `2-5` or `1,4-6`; null for the whole story with introduction and conclusion.
 */
scenes: string | null, };

/**
 * A story that was exported.
 */
export type ExportResponse = { 
/**
 * The file that was written.
 */
path: string, 
/**
 * Its size.
 */
bytes: number, 
/**
 * Words of the story that are in it.
 */
words: number, 
/**
 * Steps of the story that are not written yet, and so are not in it.
 */
unwritten: number, };

/**
 * One thing that the notes say, with where they say it.
 */
export type Fact = { 
/**
 * `f1`, `f2`, … in the order of the notes.
 */
id: string, 
/**
 * The line of the notes it begins on, from 1.
 */
line: number, 
/**
 * As the notes say it.
 */
text: string, };

/**
 * A fact in a step: given to it, and found in it or not.
 */
export type FactUse = { 
/**
 * The fact's id.
 */
fact: string, 
/**
 * Whether the text says it.
 */
found: boolean, };

/**
 * What a model's file says of itself.
 */
export type FileFacts = { 
/**
 * The family of models it belongs to: `llama`, `qwen2`.
 */
architecture: string, 
/**
 * How its weights are packed: `Q4_K_M`.
 */
packing: string | null, 
/**
 * Tokens that it was trained to take.
 */
context: number, 
/**
 * Whether it was taught to answer; else it only goes on with text.
 */
instructs: boolean, };

/**
 * One remark of the review, with the words it is about.
 */
export type Finding = { 
/**
 * Which rule.
 */
rule: Rule, 
/**
 * One sentence for people.
 */
message: string, 
/**
 * The words of the step it is about; empty where something is missing.
 */
quote: string, 
/**
 * The fact of the notes that stands against it.
 */
fact: string | null, };

/**
 * Whether a model fits the memory of this computer.
 */
export type Fit = "fits" | "tight" | "tooBig";

/**
 * A server that was found on this computer.
 */
export type FoundServer = { 
/**
 * Its address.
 */
url: string, 
/**
 * Which kind of server it is.
 */
vendor: string, 
/**
 * The models it has.
 */
models: Array<string>, };

/**
 * The fewer words that people see.
 */
export type Group = "writing" | "waiting" | "needsYou" | "finished";

/**
 * How many jobs are in each group.
 */
export type GroupCounts = { 
/**
 * Starting or running.
 */
writing: number, 
/**
 * Queued or paused.
 */
waiting: number, 
/**
 * Failed, interrupted, or a file that cannot be read.
 */
needsYou: number, 
/**
 * Completed or cancelled.
 */
finished: number, };

/**
 * What one of several jobs answered, or why it was refused.
 */
export type JobAnswer = { 
/**
 * The job, by its whole id where it is known.
 */
jobId: string, } & ({ "answer": unknown } | { "error": CommandError });

/**
 * A file of a job that can be looked at.
 */
export type JobFile = { 
/**
 * Names the file in commands: `notes`, `take`, `story`, `task`, `story_job`, `log`.
 */
key: string, 
/**
 * Where it lies, relative to the workspace, with `/`.
 */
path: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * When it was last changed; milliseconds since the epoch.
 */
changedAt: number, };

/**
 * The text of a job's file.
 */
export type JobFileText = { 
/**
 * Which file.
 */
file: JobFile, 
/**
 * What it holds; of a file that is very long, its end.
 */
text: string, 
/**
 * Whether the beginning was left out.
 */
cut: boolean, };

/**
 * A command about one job.
 */
export type JobIdParams = { 
/**
 * The job.
 */
jobId: string, };

/**
 * A command about several jobs.
 */
export type JobIdsParams = { 
/**
 * The jobs.
 */
jobIds: Array<string>, };

/**
 * The result of a finished job. It points; it is not the story.
 */
export type JobResult = { 
/**
 * The job.
 */
jobId: string, 
/**
 * What the work left as its result: paths relative to the workspace, and counts.
 */
result: unknown, };

/**
 * One job as the list shows it. Small, because ten thousand of them cross the wire.
 */
export type JobRow = { 
/**
 * A [`crate::JobId`] for a job of ours; for others `tasks/` or `story_jobs/` and the file's stem.
 */
id: string, 
/**
 * Whose it is.
 */
source: JobSource, 
/**
 * What it is called.
 */
title: string, 
/**
 * The subject, and so the folder under `output/`.
 */
subject: string, 
/**
 * The main character asked for.
 */
player: string | null, 
/**
 * Its state.
 */
status: JobStatus, 
/**
 * The state as people see it.
 */
group: Group, 
/**
 * One line of plain words.
 */
message: string, 
/**
 * 0 to 100; never backwards within a run.
 */
progress: number, 
/**
 * Steps finished.
 */
current: number, 
/**
 * Steps in all; 0 while unknown.
 */
total: number, 
/**
 * The step being worked on.
 */
currentStep: string | null, 
/**
 * Its number, from 1.
 */
stepNumber: number, 
/**
 * The same as `total`, under the page's other name.
 */
totalSteps: number, 
/**
 * Words written and kept.
 */
words: number, 
/**
 * Finished steps that are below the bar and want a look.
 */
toLookAt: number, 
/**
 * About how many seconds what is left of it takes, coarse: half a minute stands for less than one,
 * from an hour on whole hours for more than so many. Null when nobody can say, or nothing is left.
 */
timeLeftS: number | null, 
/**
 * Which model writes it; an id of the shelf.
 */
model: string | null, 
/**
 * False while the last change could not be written to disk.
 */
saved: boolean, 
/**
 * Place in the queue, from 1; null when it does not wait for its turn.
 */
place: number | null, 
/**
 * Milliseconds since the epoch.
 */
createdAt: number, 
/**
 * It waits for this time, and then for its turn; milliseconds.
 */
startAt: number | null, 
/**
 * When it was first begun; milliseconds.
 */
startedAt: number | null, 
/**
 * When it ended or stopped; milliseconds.
 */
finishedAt: number | null, 
/**
 * Which run of the job this is, from 1.
 */
attempt: number, 
/**
 * Why it failed.
 */
error: CommandError | null, 
/**
 * Why its file cannot be read.
 */
problem: Problem | null, 
/**
 * What can be done with it now, the first one first.
 */
actions: Array<Action>, };

/**
 * Where a row of the list comes from.
 */
export type JobSource = "mythline" | "other" | "damaged";

/**
 * What a job is doing. The words stand in the task files, so they never change.
 */
export type JobStatus = "queued" | "starting" | "running" | "paused" | "completed" | "error" | "cancelled" | "interrupted";

/**
 * Where the key of a server is kept.
 */
export type KeyKept = { "type": "keychain" } | { "type": "environment", 
/**
 * What it is called.
 */
name: string, };

/**
 * Which jobs, in which order, and which of them to see. What is left out does not narrow.
 */
export type ListQuery = { 
/**
 * Only of these groups.
 */
groups: Array<Group>, 
/**
 * Only in these states.
 */
states: Array<JobStatus>, 
/**
 * Only from these sources.
 */
sources: Array<JobSource>, 
/**
 * Only of this subject, in any spelling of it.
 */
subject: string | null, 
/**
 * Only those with finished steps that want a look.
 */
needsLook: boolean, 
/**
 * Words, each of which is found in the title, the subject or the player, whatever its case and
 * its accents, or begins the id.
 */
search: string, 
/**
 * Their order.
 */
sort: ListSort, 
/**
 * The other way round.
 */
reverse: boolean, 
/**
 * How many to pass over.
 */
offset: number, 
/**
 * How many rows to see.
 */
limit: number, };

/**
 * An order of jobs.
 */
export type ListSort = "group" | "newest" | "title" | "words";

/**
 * A window on the list of jobs.
 */
export type ListWindow = { 
/**
 * How many jobs match.
 */
total: number, 
/**
 * How many would match in each group, were no group asked for.
 */
groups: GroupCounts, 
/**
 * Where the window begins among those that match.
 */
offset: number, 
/**
 * The jobs in the window, in order.
 */
rows: Array<JobRow>, };

/**
 * A model on the shelf.
 */
export type ModelInfo = { 
/**
 * Short, stable, lower case: `smollm2-135m`.
 */
id: string, 
/**
 * For people: `SmolLM2 135M Instruct`.
 */
name: string, 
/**
 * Where it comes from.
 */
origin: ModelOrigin, 
/**
 * The file's size in bytes.
 */
bytes: number, 
/**
 * Memory it needs, in bytes, about.
 */
memory: number, 
/**
 * Whether that is there.
 */
fit: Fit, 
/**
 * The licence, where it is known.
 */
licence: string | null, 
/**
 * Whether what it writes may be sold; none where the licence must be read for it.
 */
maySell: boolean | null, 
/**
 * What it is good for, in a sentence.
 */
note: string, 
/**
 * What it was seen to do on this computer; none until it was measured.
 */
seen: Capabilities | null, 
/**
 * Whether new stories use it.
 */
isDefault: boolean, 
/**
 * Why it cannot be used, if so.
 */
problem: string | null, 
/**
 * What a file of the user's says of itself.
 */
file: FileFacts | null, 
/**
 * What the hub calls it, where it was downloaded: its file goes with it.
 */
hub: string | null, };

/**
 * Where a model comes from.
 */
export type ModelOrigin = "starter" | "file" | "server";

/**
 * What a test of a model found.
 */
export type ModelTestResponse = { 
/**
 * Two sentences it wrote.
 */
text: string, 
/**
 * Which processor computes it, in a sentence for people, where that is worth saying.
 */
computedBy: string | null, 
/**
 * Tokens a second while writing.
 */
tokensPerS: number, 
/**
 * Milliseconds to the first token.
 */
firstTokenMs: number, 
/**
 * Whether it answers in the form that it is asked for: a line of JSON of a given shape.
 */
keepsForm: boolean, 
/**
 * Whether such an answer says what the notes say and names nobody else. A model that does can be
 * let plan; one that does not must be led, a fact at a time.
 */
readsNotes: boolean, };

/**
 * A finished story that is to go on.
 */
export type MoreParams = { 
/**
 * The job that wrote the story, or its subject.
 */
of: string, 
/**
 * How many scenes; null for as many as is left to tell.
 */
scenes: number | null, 
/**
 * The model; null for the one that the story was asked of.
 */
model: string | null, 
/**
 * The same number writes the same again.
 */
seed: number | null, };

/**
 * Notes of a subject, as a list shows them.
 */
export type NotesInfo = { 
/**
 * The subject.
 */
subject: string, 
/**
 * Words in the notes.
 */
words: number, 
/**
 * When they were last changed; milliseconds since the epoch.
 */
changedAt: number, 
/**
 * Whether a story of them is finished.
 */
hasStory: boolean, 
/**
 * Why they cannot be read, if so.
 */
problem: string | null, };

/**
 * What a story of these notes would be, said before it is begun.
 */
export type Outlook = { 
/**
 * The title the story would have.
 */
title: string, 
/**
 * Words in the notes.
 */
notesWords: number, 
/**
 * People found.
 */
people: Array<string>, 
/**
 * Places found.
 */
places: Array<string>, 
/**
 * How many facts, in order.
 */
facts: number, 
/**
 * What was understood as a quest, in order.
 */
quests: Array<QuestFound>, 
/**
 * Questions that the notes leave open, as they say them.
 */
questions: Array<string>, 
/**
 * The main character.
 */
player: string, 
/**
 * The main character's pronoun: `he`, `she` or `they`.
 */
pronoun: string, 
/**
 * How they stand to the notes.
 */
playerPlace: PlayerPlace, 
/**
 * Whose place they take, or beside whom they stand.
 */
playerOf: string | null, 
/**
 * Scenes the notes carry with this model.
 */
scenes: number, 
/**
 * Words the notes carry with this model, about.
 */
words: number, 
/**
 * About how long it takes on this computer, in seconds; null when nothing was measured yet.
 */
seconds: number | null, 
/**
 * The model that would write it, by id.
 */
model: string, 
/**
 * Takes of this subject that are there already.
 */
takes: number, };

/**
 * What to look ahead for.
 */
export type OutlookParams = { 
/**
 * The subject.
 */
subject: string, 
/**
 * The main character asked for; null or empty for the person whom the notes follow.
 */
player: string | null, 
/**
 * The model; null for the default.
 */
model: string | null, 
/**
 * Scenes asked for; null for as many as the notes carry.
 */
scenes: number | null, };

/**
 * The program that owns a workspace.
 */
export type Owner = { 
/**
 * Its process id.
 */
pid: number, 
/**
 * When that process was started, in the operating system's own count: with the id it is unique.
 */
processStart: string, 
/**
 * `mythline` or `mythline-desktop`.
 */
program: string, };

/**
 * How the main character stands to the notes.
 */
export type PlayerPlace = "inNotes" | "takesPlace" | "beside";

/**
 * What the user has set. It is kept in the user's own configuration, never in a workspace.
 */
export type Preferences = { 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * The size of everything in the window, in per cent of the usual; 80 to 200.
 */
textPercent: number, 
/**
 * The size of a story's text where it is read, in per cent of the usual; 80 to 200.
 */
readingPercent: number, 
/**
 * The window's language, `en` or `de`; null for the system's.
 */
language: string | null, 
/**
 * Records of finished jobs are cleaned after this many hours; null keeps them.
 */
cleanAfterHours: number | null, 
/**
 * Whether what was at work or waited when the program ended goes on by itself at the next start.
 */
goOnAfterStart: boolean, 
/**
 * Whether the system says so when work ends or needs somebody, and the window is not in front.
 */
notify: boolean, 
/**
 * Whether the thread of what is being written stands in the tray, with a menu.
 */
tray: boolean, 
/**
 * Whether the computer is kept awake while stories are being written, and only then.
 */
keepAwake: boolean, 
/**
 * Whether writing waits while the battery is nearly empty.
 */
waitForPower: boolean, 
/**
 * Whether writing waits while the workspace's disk is nearly full.
 */
waitForRoom: boolean, };

/**
 * A file that is not what it should be.
 */
export type Problem = { 
/**
 * The file, relative to the workspace.
 */
file: string, 
/**
 * Why, in a sentence.
 */
reason: string, };

/**
 * A quest of the notes: told in four parts, from who gives it to how it ends.
 */
export type QuestFound = { 
/**
 * What it is called.
 */
title: string, 
/**
 * Who gives it; null where the notes name nobody.
 */
giver: string | null, };

/**
 * How the queue stands.
 */
export type QueueInfo = { 
/**
 * About how many seconds until everything that runs and waits is done, as coarse as
 * [`JobRow::time_left_s`]. Null when nothing is to be waited for, or nobody can say.
 */
timeLeftS: number | null, 
/**
 * Whether nothing new begins.
 */
held: boolean, 
/**
 * Whether jobs were paused with it, which go on when it does.
 */
paused: boolean, 
/**
 * What everything waits for, though nobody said so.
 */
scarce: Scarce | null, 
/**
 * How many jobs of one model run at once.
 */
limit: number, 
/**
 * The same for the models that have a number of their own, by their ids.
 */
limits: { [key in string]: number }, };

/**
 * A file that could not be taken in as notes.
 */
export type RefusedFile = { 
/**
 * Its name, without the folders that it lies in.
 */
name: string, 
/**
 * Why.
 */
error: CommandError, };

/**
 * A step that is to be written again.
 */
export type RewriteParams = { 
/**
 * The job that wrote the story, or its subject.
 */
of: string, 
/**
 * The step: its number from 1, or its id.
 */
step: string, 
/**
 * What is wished of it.
 */
wish: string | null, 
/**
 * The model; null for the one that the story was asked of.
 */
model: string | null, 
/**
 * The same number writes the same again.
 */
seed: number | null, };

/**
 * What a rule of the review looks at.
 */
export type Rule = "length" | "player" | "person" | "tense" | "unknown_name" | "pronoun" | "missing_fact" | "contradiction" | "repetition" | "about_itself" | "markup" | "copied" | "leaked";

/**
 * How saving goes.
 */
export type Saving = { "type": "saved", 
/**
 * When the last change reached the disk; milliseconds since the epoch; null before the first.
 */
at: number | null, } | { "type": "trouble", 
/**
 * Why, in a sentence.
 */
message: string, };

/**
 * What writing needs, and there is too little of just now: it waits, and goes on by itself.
 */
export type Scarce = "battery" | "disk";

/**
 * A server that the user added.
 */
export type ServerInfo = { 
/**
 * The id among the models.
 */
id: string, 
/**
 * For people.
 */
name: string, 
/**
 * Its address.
 */
url: string, 
/**
 * What it calls the model.
 */
model: string, 
/**
 * Which kind of server it is: `Ollama`.
 */
vendor: string, 
/**
 * Where its key is, never the key.
 */
key: KeyKept | null, 
/**
 * Whether it is this computer.
 */
isHere: boolean, 
/**
 * Jobs it writes at once.
 */
atOnce: number, 
/**
 * Whether jobs wait while it is down.
 */
waitWhenDown: boolean, };

/**
 * What stands around the models: what the view of them shows besides.
 */
export type ShelfView = { 
/**
 * This computer.
 */
computer: Computer, 
/**
 * The servers that the user added.
 */
servers: Array<ServerInfo>, 
/**
 * Models that are worth a try and not there yet.
 */
suggested: Array<SuggestedModel>, 
/**
 * Whom downloads come from.
 */
host: string, };

/**
 * What became of a start.
 */
export type StartAnswer = "started" | "attached";

/**
 * A wish for a story.
 */
export type StartParams = { 
/**
 * The subject: which notes.
 */
subject: string, 
/**
 * The main character; null or empty for the person whom the notes follow.
 */
player: string | null, 
/**
 * Their pronoun, `he`, `she` or `they`, where the notes do not know them.
 */
pronoun: string | null, 
/**
 * Anything the writing should mind, in the user's words.
 */
wish: string | null, 
/**
 * The model's id; null for the default.
 */
model: string | null, 
/**
 * Scenes; null for as many as the notes carry.
 */
scenes: number | null, 
/**
 * For the same text again.
 */
seed: number | null, };

/**
 * The answer to a start. The record is on disk when it comes.
 */
export type StartResponse = { 
/**
 * The job.
 */
jobId: string, 
/**
 * New, or there already.
 */
status: StartAnswer, };

/**
 * How far a step is.
 */
export type StepState = "planned" | "done" | "look_at";

/**
 * Which part of a scene a step is; the page's words.
 */
export type StepSubType = "quest_introduction" | "quest_dialogue" | "quest_execution" | "quest_conclusion";

/**
 * A step with all that was written for it.
 */
export type StepTries = { 
/**
 * Its number in the story, from 1.
 */
number: number, 
/**
 * Its id in the take.
 */
id: string, 
/**
 * Its heading.
 */
title: string, 
/**
 * Whether it stays as it is.
 */
lock: boolean, 
/**
 * The text in hand; null while it is unwritten.
 */
chosen: WrittenTry | null, 
/**
 * The others, in the order in which they were written. The first is number 1.
 */
others: Array<WrittenTry>, };

/**
 * What a step is in the story; the page's words.
 */
export type StepType = "introduction" | "quest" | "conclusion";

/**
 * One step as the window shows it.
 */
export type StepView = { 
/**
 * Stays the same for the life of the take.
 */
id: string, 
/**
 * What it is.
 */
stepType: StepType, 
/**
 * Which part of a scene, if it is one.
 */
subType: StepSubType | null, 
/**
 * Its heading.
 */
title: string, 
/**
 * How far it is.
 */
state: StepState, 
/**
 * Which try was kept, from 1; 0 while unwritten.
 */
tries: number, 
/**
 * Words asked for.
 */
wordsAsked: number, 
/**
 * Words written.
 */
words: number, 
/**
 * Narration; paragraphs stand apart by an empty line. Empty where it is dialogue or unwritten.
 */
text: string, 
/**
 * Dialogue; empty where it is narration or unwritten.
 */
lines: Array<DialogueLine>, 
/**
 * The facts given to it.
 */
facts: Array<FactUse>, 
/**
 * What the review says of it.
 */
findings: Array<Finding>, 
/**
 * Whether it stays as it is.
 */
lock: boolean, 
/**
 * What was wished of the text in hand alone; empty for nothing.
 */
wish: string, 
/**
 * Whether somebody wrote the text in hand.
 */
byHand: boolean, };

/**
 * A finished story, as a list shows it: there as long as its files are, with or without a job's record.
 */
export type StoryInfo = { 
/**
 * The subject.
 */
subject: string, 
/**
 * The take, which is the id of the job that wrote it.
 */
take: string, 
/**
 * The story's title.
 */
title: string, 
/**
 * The main character.
 */
player: string, 
/**
 * Words in all.
 */
words: number, 
/**
 * When it was last written to; milliseconds since the epoch.
 */
finishedAt: number, };

/**
 * A model that is worth a try.
 */
export type SuggestedModel = { 
/**
 * Its name on the hub, as a download is asked for.
 */
id: string, 
/**
 * For people.
 */
name: string, 
/**
 * Billions of parameters.
 */
billions: number, 
/**
 * The size of the download in bytes, about.
 */
bytes: number, 
/**
 * Memory it needs, in bytes, about.
 */
memory: number, 
/**
 * Whether this computer carries it.
 */
fit: Fit, 
/**
 * Its licence, which lets what it writes be sold.
 */
licence: string, 
/**
 * What it is good for, in a sentence.
 */
note: string, };

/**
 * A take as the window shows it.
 */
export type TakeView = { 
/**
 * The job that writes it.
 */
id: string, 
/**
 * The story's title.
 */
title: string, 
/**
 * The subject.
 */
subject: string, 
/**
 * The main character's name.
 */
player: string, 
/**
 * Where the main character stands in the story when the notes do not know them, in a sentence.
 */
playerNote: string | null, 
/**
 * The model that wrote it, by name.
 */
model: string, 
/**
 * Words in all.
 */
words: number, 
/**
 * Every step, in order.
 */
steps: Array<StepView>, 
/**
 * Every fact of the notes.
 */
facts: Array<Fact>, 
/**
 * Ids of the facts that no step was given.
 */
unused: Array<string>, 
/**
 * Whether nothing is written before somebody has read the plan, and has gone on with the job.
 */
planWaits: boolean, 
/**
 * The id of the one step that the job is about, where it writes that again; null where it writes all.
 */
again: string | null, };

/**
 * Text of a step while it is written. The reader keeps the first `offset` units of what it has for
 * this step and appends `text`: so a try that was refused is taken back.
 */
export type TextEvent = { 
/**
 * The step's id in the take.
 */
step: string, 
/**
 * Which try, from 1.
 */
try: number, 
/**
 * In UTF-16 units, which are what the window counts in.
 */
offset: number, 
/**
 * What to append.
 */
text: string, };

/**
 * Light or dark.
 */
export type Theme = "system" | "light" | "dark";

/**
 * A job that came into another state.
 */
export type Turned = { 
/**
 * The job, by its row's id.
 */
id: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * The state that it came into.
 */
status: JobStatus, };

/**
 * What somebody looks at who sees a part of the list at a time.
 */
export type View = { 
/**
 * Which look this is, by the reader's own count: what is sent says which it answers.
 */
look: number, 
/**
 * Which part of the list.
 */
list: ListQuery, 
/**
 * Jobs that are followed besides, wherever they stand, by their rows' ids.
 */
jobs: Array<string>, };

/**
 * What one who looks is sent: first all that the view holds, then what is other. `seq` counts up by one
 * from the first; a gap means that something was dropped, and asks for a new subscription.
 */
export type ViewEvent = { 
/**
 * The number of this message.
 */
seq: number, 
/**
 * [`View::look`] of the view that this is about.
 */
look: number, 
/**
 * The part of the list, when its jobs, their order or the counts are others than before.
 */
list: ListWindow | null, 
/**
 * How many jobs there are in each group, whatever the view, when that changed.
 */
all: GroupCounts | null, 
/**
 * Rows of it, and of the jobs followed besides, that have changed; each whole.
 */
changed: Array<JobRow>, 
/**
 * Jobs followed besides that are not there.
 */
removed: Array<string>, 
/**
 * What came into another state, wherever it stands: the last few of them.
 */
turned: Array<Turned>, 
/**
 * How saving goes, when that changed.
 */
saving: Saving | null, 
/**
 * What this program may do, when that changed.
 */
access: Access | null, 
/**
 * How the queue stands, when that changed.
 */
queue: QueueInfo | null, };

/**
 * Which jobs something is to be done with.
 */
export type Which = { "ids": Array<string> } | { "matching": ListQuery };

/**
 * The workspace that is open.
 */
export type WorkspaceInfo = { 
/**
 * The folder's name, or `Mythline` for the one in the home folder.
 */
name: string, 
/**
 * The folder, with `~` for the home folder.
 */
path: string, 
/**
 * What this program may do here.
 */
access: Access, 
/**
 * Subject of the sample notes, while they are there and no job has used them.
 */
sample: string | null, 
/**
 * Folders in which changes made by other programs are noticed; 0 where none are, and then nothing is said.
 */
watched: number, };

/**
 * One text of a step.
 */
export type WrittenTry = { 
/**
 * What is read; of dialogue what is spoken.
 */
text: string, 
/**
 * Dialogue; empty where it is narration.
 */
lines: Array<DialogueLine>, 
/**
 * What was wished of it alone; empty for nothing.
 */
wish: string, 
/**
 * Whether somebody wrote it by hand.
 */
byHand: boolean, 
/**
 * Words.
 */
words: number, 
/**
 * The facts given to it, with whether it says them.
 */
facts: Array<FactUse>, 
/**
 * What the review says of it.
 */
findings: Array<Finding>, };
