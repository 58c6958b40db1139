import { createContext } from 'svelte';
import { WHOLE_LIST } from '$lib/bridge/ahead';
import { asCommandError, type Bridge, type Unsubscribe } from '$lib/bridge/bridge';
import type {
  Access,
  Arrived,
  CleanResponse,
  CommandError,
  Group,
  ListQuery,
  NotesInfo,
  Owner,
  Preferences,
  StartParams,
  StoryInfo,
  View,
  ViewEvent,
  WorkspaceInfo,
} from '$lib/bridge/generated/protocol';
import { errorText, t } from '$lib/i18n';
import { desktopWords } from '$lib/i18n/desktop-words';
import { atStart } from '$lib/preferences';
import { sum } from './groups';
import { asksForMenu, placeOf, type Asked, type Deed, type Menu } from './menu';
import { Jobs } from './jobs.svelte';
import { Models } from './models.svelte';
import { Notices } from './notices';
import { Selection } from './selection.svelte';
import { Toasts } from './toasts.svelte';
import { WordMeter } from './word-meter';

/** How many changes of state are kept to be spoken. */
const SPOKEN = 4;
/** How long it takes until an engine that does not answer is asked again, time after time; ms. */
const PATIENCE = [1_000, 2_000, 5_000, 15_000];
/** Of the jobs that are marked, so many are followed wherever they stand. */
const MOST_FOLLOWED = 100;

export type Place = 'jobs' | 'notes' | 'stories' | 'models' | 'settings';

/** One window on one workspace: what is known of it, and what is looked at. */
export class Session {
  readonly jobs = new Jobs();
  readonly toasts = new Toasts();
  readonly selection = new Selection();
  readonly meter = new WordMeter();
  readonly models: Models;

  workspace: WorkspaceInfo | null = $state.raw(null);
  /** What the user has set. */
  preferences: Preferences = $state.raw(atStart);
  notes: NotesInfo[] = $state.raw([]);
  stories: StoryInfo[] = $state.raw([]);
  lost: CommandError | null = $state.raw(null);
  /** What the live region speaks, the newest last: changes of state, and nothing else. */
  announced: { id: number; text: string }[] = $state.raw([]);

  place: Place = $state('jobs');
  #filter: Group | null = $state(null);
  #query = $state('');
  /** The rows of the list that are wanted: those in sight, and some around. */
  range: Pick<ListQuery, 'offset' | 'limit'> = $state.raw(WHOLE_LIST);
  tab: 'story' | 'files' = $state('story');
  /** The notes that are open in their own view. */
  openNotes: string | null = $state(null);
  /** The story that is open in its own view. */
  openStory: Pick<StoryInfo, 'subject' | 'take' | 'title'> | null = $state.raw(null);
  dialog: 'newStory' | 'nameNotes' | 'closing' | 'queue' | 'keys' | 'palette' | 'tries' | 'more' | null =
    $state(null);
  /** The step whose tries are compared, and a job that wrote the story. */
  comparing: { of: string; step: string } | null = $state.raw(null);
  /** The finished story that is to go on: a job that wrote it, or its subject. */
  goingOn: { of: string; subject: string } | null = $state.raw(null);
  /** Counts what may have changed the text of stories: what is open is read anew. */
  retold = $state(0);
  menu: Menu | null = $state.raw(null);
  /** The notes that are given another name; null for new ones. */
  notesToName: string | null = $state(null);
  /** How many stories are written while the window is about to close. */
  closing = $state(0);
  /** What New story begins with. */
  newStorySubject: string | null = $state(null);
  /** Whether there is a picture: what it does not need waits for it. */
  painted = $state(false);
  /** Whether the inspector is open where it is a sheet. */
  sheet = $state(false);

  #opened = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #asksInVain = 0;
  #generation = 0;
  #end: Unsubscribe = () => {};
  /** The view that was asked for last, as text, and which look it was. */
  #asked = '';
  #look = 0;

  #endHearing: Unsubscribe[] = [];
  #notices = new Notices((title, body) => {
    if (this.preferences.notify && !document.hasFocus()) void this.bridge.notify(title, body).catch(() => {});
  });

  constructor(readonly bridge: Bridge) {
    this.models = new Models(bridge, this.toasts, (action) => this.attempt(action));
  }

  /** The group that the list is narrowed to. A list that is another begins at its beginning. */
  get filter(): Group | null {
    return this.#filter;
  }

  set filter(group: Group | null) {
    this.#filter = group;
    this.selection.narrow();
    this.range = { ...this.range, offset: 0 };
  }

  /** What is searched for. */
  get query(): string {
    return this.#query;
  }

  set query(words: string) {
    this.#query = words;
    this.selection.narrow();
    this.range = { ...this.range, offset: 0 };
  }

  /** The program that runs the jobs here, where that is another: it is asked to do what is done here. */
  get owner(): Owner | null {
    return this.#access?.type === 'looking' ? this.#access.owner : null;
  }

  /** Whether nothing can be changed here: another would have to be asked, and there is none. */
  get shut(): boolean {
    return this.#access?.type === 'looking' && this.#access.owner === null;
  }

  /** How many jobs of a model run at once. */
  limitOf(model: string | null): number {
    const { limits, limit } = this.jobs.queue;
    return limits[model ?? ''] ?? limit;
  }

  /** Opens the feed and what the rail counts; again after a gap, a loss or another workspace. */
  async open(): Promise<void> {
    const generation = ++this.#generation;
    clearTimeout(this.#again);
    this.#end();
    try {
      const told = this.bridge.workspaceInfo().then((workspace) => (this.workspace = workspace));
      const subscribed = this.bridge.subscribeJobs(this.#view(), (event) => {
        if (generation === this.#generation) this.#hear(event);
      });
      const [end] = await Promise.all([subscribed, told]);
      if (generation === this.#generation) this.#end = end;
      else end();
      this.lost = null;
      this.#asksInVain = 0;
      this.#opened = true;
      if (this.painted) await this.#readRest();
    } catch (thrown) {
      if (generation === this.#generation) this.#lose(thrown);
    }
  }

  /** The engine is gone: it is asked again by itself. What is refused with a reason is for somebody to mend. */
  #lose(thrown: unknown): void {
    this.lost = asCommandError(thrown);
    clearTimeout(this.#again);
    if (this.lost.code !== 'internal') return;
    const wait = PATIENCE[Math.min(this.#asksInVain, PATIENCE.length - 1)];
    this.#asksInVain += 1;
    this.#again = setTimeout(() => void this.open(), wait);
  }

  /** The first picture is there: now comes what it could do without. */
  firstPainted(): void {
    if (this.painted) return;
    this.painted = true;
    void this.bridge.beginDesktop(desktopWords()).catch(() => {});
    this.#endHearing = [
      this.bridge.onShowJob((id) => this.show(id)),
      this.bridge.onArrived((arrived) => void this.#takeInAndShow(arrived)),
      this.bridge.onClosing((writing) => {
        this.closing = writing;
        this.dialog = 'closing';
      }),
    ];
    if (this.#opened) void this.#readRest().catch((thrown: unknown) => this.#lose(thrown));
  }

  /** What of the list is wanted: the same for what is drawn and for what is done with all that match. */
  get listed(): ListQuery {
    const { offset, limit } = this.range;
    const groups = this.filter === null ? [] : [this.filter];
    return { ...WHOLE_LIST, groups, search: this.query, offset, limit };
  }

  /** Whether there is no job at all. */
  get empty(): boolean {
    return this.jobs.loaded && sum(this.jobs.all) === 0;
  }

  /** Looks where it is to be looked now. Follows what is searched, scrolled and selected. */
  look(): void {
    const view = this.#view();
    const asked = JSON.stringify({ ...view, look: 0 });
    if (asked === this.#asked || !this.jobs.loaded) return;
    this.#asked = asked;
    this.#look = view.look;
    void this.bridge.lookAt(view).catch((thrown: unknown) => this.#lose(thrown));
  }

  close(): void {
    this.#generation += 1;
    clearTimeout(this.#again);
    this.#end();
    this.models.close();
    this.#endHearing.forEach((end) => end());
  }

  get #access(): Access | undefined {
    return this.jobs.access ?? this.workspace?.access;
  }

  async refreshNotes(): Promise<void> {
    this.notes = await this.bridge.listNotes();
  }

  async refreshStories(): Promise<void> {
    this.stories = await this.bridge.listStories();
  }

  async refreshWorkspace(): Promise<void> {
    this.workspace = await this.bridge.workspaceInfo();
  }

  /** Does something that can be refused, and says the refusal. */
  async attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (thrown) {
      const error = asCommandError(thrown);
      this.toasts.trouble(errorText(error));
      if (error.code === 'internal') void this.bridge.reportError(error.message).catch(() => {});
      return undefined;
    }
  }

  /** Shows a job, and opens the sheet where the window is narrow. */
  show(id: string, place: number | null = null): void {
    this.place = 'jobs';
    this.selection.only(id, place);
    this.sheet = true;
  }

  showNotes(subject: string): void {
    this.openNotes = subject;
    this.go('notes');
  }

  go(place: Place): void {
    // A second press on Stories leads from a story back to all of them.
    if (place === 'stories' && this.place === 'stories') this.openStory = null;
    this.place = place;
    this.sheet = false;
  }

  /** Opens a menu of what can be done with something, where it was asked for. */
  openMenu(label: string, deeds: readonly Deed[], asked: Asked, element: Element): void {
    asked.preventDefault();
    if (deeds.length > 0) this.menu = { label, deeds, ...placeOf(asked, element) };
  }

  /** What an element answers with that has such a menu, by pointer and by key. */
  menuOn(label: string, deeds: () => readonly Deed[]) {
    const open = (asked: Asked & { currentTarget: Element }) =>
      this.openMenu(label, deeds(), asked, asked.currentTarget);
    return {
      oncontextmenu: (event: MouseEvent & { currentTarget: Element }) => open(event),
      onkeydown: (event: KeyboardEvent & { currentTarget: Element }) => asksForMenu(event) && open(event),
    };
  }

  openNewStory(subject: string | null = null): void {
    if (this.shut) return;
    this.newStorySubject = subject;
    this.dialog = 'newStory';
  }

  /** Asks how a finished story is to go on. */
  openMore(of: string, subject: string): void {
    this.goingOn = { of, subject };
    this.dialog = 'more';
  }

  /** Starts a job, now or at a time, at once or with its plan to be read first, and shows it. Throws the refusal. */
  async begin(params: StartParams, at: number | null = null, planFirst = false): Promise<void> {
    const { bridge } = this;
    const start = () => (at === null ? bridge.startStory(params) : bridge.startStoryAt(params, at));
    const answer = await (planFirst ? bridge.startWithPlan(params, at) : start());
    if (answer.status === 'attached') this.toasts.say(t.said.attached);
    this.filter = null;
    this.query = '';
    this.tab = 'story';
    this.show(answer.jobId);
  }

  /** Says what was cleaned and offers to bring it back. */
  offerBack(answer: CleanResponse, text: string): void {
    const jobIds = answer.cleaned.map((job) => job.jobId);
    if (jobIds.length === 0) {
      this.toasts.say(t.said.nothingToClean);
      return;
    }
    this.selection.forget(jobIds);
    const left = Math.max(1000, answer.undoUntil - Date.now());
    this.toasts.offerUndo(
      text,
      () =>
        void this.attempt(() =>
          this.bridge.undoClean({ jobIds }).then(() => this.toasts.say(t.said.restored)),
        ),
      left,
    );
  }

  /** Asks for a name: of new notes, or another one for these. */
  nameNotes(subject: string | null): void {
    this.notesToName = subject;
    this.dialog = 'nameNotes';
  }

  /** Notes from a picker or a drop; the first of them, if any. */
  async importNotes(paths?: string[]): Promise<NotesInfo | undefined> {
    const arrived = await this.attempt(() =>
      paths === undefined ? this.bridge.importNotes() : this.bridge.importDropped(paths),
    );
    return arrived && this.#takeIn(arrived);
  }

  async openWorkspace(): Promise<void> {
    const opened = await this.attempt(() => this.bridge.openWorkspace());
    if (!opened) return;
    this.selection.clear();
    this.openNotes = this.openStory = null;
    this.go('jobs');
    await this.open();
  }

  /** What the program was started with: asked for when the page can say what became of it. */
  async #takeInGiven(): Promise<void> {
    const arrived = await this.attempt(() => this.bridge.givenNotes());
    if (arrived) await this.#takeInAndShow(arrived);
  }

  /** Files came from outside the window, and are notes now. */
  async #takeInAndShow(arrived: Arrived): Promise<void> {
    const first = await this.#takeIn(arrived);
    if (first) this.showNotes(first.subject);
  }

  /** Says what became of files that were to be notes; the first that is. */
  async #takeIn({ notes, refused }: Arrived): Promise<NotesInfo | undefined> {
    for (const { name, error } of refused) this.toasts.trouble(t.said.notImported(name, errorText(error)));
    if (notes.length > 0) {
      this.toasts.say(t.said.imported(notes.map((each) => each.subject)));
      await this.attempt(() => this.refreshNotes());
    }
    return notes[0];
  }

  async #readRest(): Promise<void> {
    await Promise.all([
      this.refreshNotes(),
      this.models.refresh(),
      this.refreshStories(),
      this.bridge.preferences().then((preferences) => (this.preferences = preferences)),
      this.models.follow(),
      this.#takeInGiven(),
    ]);
  }

  #view(): View {
    const { current, marked } = this.selection;
    const others = [...marked].filter((id) => id !== current).slice(0, MOST_FOLLOWED);
    const jobs = current === null ? others : [current, ...others];
    this.jobs.follow(jobs);
    return { look: this.#look + 1, list: this.listed, jobs };
  }

  #hear(event: ViewEvent): void {
    const news = this.jobs.take(event);
    if (news === null) {
      void this.open();
      return;
    }
    if (event.seq === 0) this.#lookAtFirst();
    for (const { title, status } of news.turned) {
      const text = t.said.state(title || t.untitled, t.said.states[status]);
      const id = (this.announced.at(-1)?.id ?? 0) + 1;
      this.announced = [...this.announced.slice(1 - SPOKEN), { id, text }];
    }
    this.#notices.hear(news.turned);
    if (news.turned.some(({ status }) => status === 'completed')) {
      void this.attempt(() => Promise.all([this.refreshNotes(), this.refreshStories()]));
    }
    if (news.turned.length > 0) {
      this.retold += 1;
      void this.refreshWorkspace().catch(() => {});
    }
    for (const [id, words] of news.words) {
      // The words of the job that is open are counted as they come.
      if (id !== this.selection.current) this.meter.add(words, Date.now());
    }
  }

  /** There is always something to look at: what is being written, else what is first in the list. */
  #lookAtFirst(): void {
    if (this.jobs.get(this.selection.current) !== undefined) return;
    const first = this.jobs.part.ids[0];
    if (first !== undefined) this.selection.only(first, 0);
  }
}

export const [useSession, provideSession] = createContext<Session>();
