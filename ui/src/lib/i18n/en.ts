import type { Action, ErrorCode, Group } from '$lib/bridge/generated/protocol';
import type { Format } from './format';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Everything the window says, in English. The other languages have the same shape. */
export function en(f: Format) {
  const words = (n: number) => f.plural(n, { one: '# word', other: '# words' });
  const scenes = (n: number) => f.plural(n, { one: '# scene', other: '# scenes' });
  return {
    words,
    scenes,
    about: (span: string) => `about ${span}`,
    /** A time left, as coarse as the engine says it. */
    left: (seconds: number) => {
      if (seconds < 60) return 'less than a minute';
      if (seconds < 3600) return `about ${f.span(seconds * 1000)}`;
      return f.plural(Math.floor(seconds / 3600), { one: 'more than an hour', other: 'more than # hours' });
    },
    ago: (span: string) => `${span} ago`,
    cancel: 'Cancel',
    close: 'Close',
    undo: 'Undo',
    tryAgain: 'Try again',
    untitled: 'Untitled',

    rail: {
      label: 'Workspace',
      jobs: 'Jobs',
      notes: 'Notes',
      stories: 'Stories',
      models: 'Models',
      openFolder: 'Open folder',
    },

    status: {
      label: 'State of the program',
      model: (name: string) => `${name}, on this computer`,
      noModel: 'No model',
      idle: 'Idle',
      lately: (n: number) => `${words(n)} in the last 10 s`,
      watching: (n: number) => f.plural(n, { one: 'Watching # folder', other: 'Watching # folders' }),
      saved: (span: string) => `Saved ${span} ago`,
      savedNow: 'Saved just now',
      looking: 'Another program owns this folder. You can look, not change.',
      pretend: 'Pretend engine: nothing here is real',
    },

    group: {
      writing: 'Writing',
      waiting: 'Waiting',
      needsYou: 'Needs you',
      finished: 'Finished',
    } satisfies Record<Group, string>,

    action: {
      cancel: 'Cancel',
      pause: 'Pause',
      resume: 'Resume',
      retry: 'Start again',
      writeNow: 'Write now',
      discard: 'Discard',
      clean: 'Clean',
      read: 'Read',
    } satisfies Record<Action, string>,

    jobs: {
      title: 'Jobs',
      list: 'Jobs by what they are doing',
      search: 'Search',
      filters: 'Show',
      all: 'All',
      newStory: 'New story',
      cleanFinished: 'Clean finished',
      oneAtATime: 'one at a time',
      storiesStay: 'cleaned after 24 h, stories stay',
      allDone: (left: string) => `all done in ${left}`,
      then: (left: string) => `then ${left}`,
      kept: (done: number, total: number) => `${f.number(done)} of ${f.number(total)} kept`,
      doneOf: (done: number, total: number) => `${f.number(done)} of ${f.number(total)}`,
      scene: (name: string) => `Scene: ${name}`,
      starting: 'Getting ready',
      next: 'Next',
      place: (n: number) => `Number ${f.number(n)} in the queue`,
      waits: 'Waiting for its turn',
      paused: 'Paused',
      pausedAt: (time: string) => `Paused at ${time}`,
      done: (time: string) => `Done at ${time}`,
      doneIn: (time: string, span: string) => `Done at ${time} in ${span}`,
      toLookAt: (n: number) =>
        f.plural(n, { one: 'One passage to look at.', other: '# passages to look at.' }),
      cancelledAt: (time: string) => `Cancelled at ${time}`,
      cancelled: 'Cancelled',
      interrupted: 'The program closed while this was being written.',
      notSaved: 'not yet saved',
      otherTool: 'from another tool',
      damaged: 'damaged file',
      progress: (n: number, total: number, percent: number) =>
        total > 0
          ? `step ${f.number(n)} of ${f.number(total)}, ${f.number(percent)} per cent`
          : `${f.number(percent)} per cent`,
      noneYet: 'No jobs yet',
      noneYetHint: 'A story being written shows here, scene by scene.',
      noneFound: 'Nothing matches',
      noneFoundHint: 'No job has these words in its title, its notes or its main character.',
      showAll: 'Show all',
      loading: 'Opening the workspace',
      resize: 'Width of the list',
      selected: (n: number) => f.plural(n, { one: '# selected', other: '# selected' }),
      clearSelection: 'Clear selection',
    },

    said: {
      attached: 'This story is being written already. Here it is.',
      state: (title: string, state: string) => `${title}: ${state}.`,
      states: {
        queued: 'waits for its turn',
        starting: 'gets ready',
        running: 'is being written',
        paused: 'is paused',
        completed: 'is finished',
        error: 'needs you',
        cancelled: 'is cancelled',
        interrupted: 'needs you',
      },
      cleaned: (n: number) =>
        f.plural(n, { one: 'One job cleaned. Its story stays.', other: '# jobs cleaned. The stories stay.' }),
      discarded: 'Discarded. What was finished stays in its folder.',
      nothingToClean: 'Nothing finished to clean.',
      cancelled: 'Cancelled. What was finished is kept.',
      alreadyCompleted: 'It was finished before.',
      saved: 'Saved.',
      copied: 'Copied.',
      imported: (names: string[]) => `Imported: ${f.list(names)}.`,
      modelAdded: (name: string) => `${name} is ready.`,
      restored: 'Back where it was.',
    },

    inspector: {
      label: 'The job',
      none: 'Choose a job to see it here',
      back: 'Back to the list',
      story: 'Story',
      files: 'Files',
      forPlayer: (name: string) => `For ${name}.`,
      started: (moment: string) => `Started ${moment}.`,
      asked: (moment: string) => `Asked for ${moment}.`,
      written: (n: number, moment: string) => `${words(n)}, ${moment}.`,
      byModel: (name: string) => `${name} on this computer.`,
      byStarter: (name: string) => `${name} on this computer, which retells notes and does not invent.`,
      otherTool: 'Another tool writes this job. It can be looked at here, not changed.',
      damaged: (file: string) => `The file ${file} cannot be read as a job. It is left as it is.`,
      opening: 'opening',
      ending: 'ending',
      scene: (n: number) => `scene ${f.number(n)}`,
      beingWritten: 'being written',
      beingWrittenAgain: (attempt: number) => `being written, ${ORDINALS[attempt - 1] ?? attempt} try`,
      nthTry: (attempt: number) => `${ORDINALS[attempt - 1] ?? `${attempt}th`} try`,
      lookAt: 'Look at this passage.',
      follow: 'Follow the writing',
      notYet: 'Nothing is written yet. The text shows here as it comes.',
      nothingKept: 'Nothing was written.',
      fromNotes: 'From the notes',
      unused: 'Not used in any scene',
      missing: 'missing from this scene',
      used: 'used in this scene',
    },

    files: {
      tree: 'Files of the job',
      viewer: 'What the file holds',
      copy: 'Copy',
      show: 'Show in folder',
      filter: 'Filter the log',
      cut: 'The beginning of this file is left out here.',
      empty: 'The file is empty.',
      none: 'There are no files yet.',
      noneMatch: 'No line has these words.',
    },

    newStory: {
      title: 'New story',
      notes: 'Notes',
      edited: (n: number, day: string) => `${words(n)}, edited ${day}`,
      people: (n: number) => f.plural(n, { one: 'One person', other: '# people' }),
      places: (n: number) => f.plural(n, { one: 'one place', other: '# places' }),
      facts: (n: number) => f.plural(n, { one: 'one fact', other: '# facts in order' }),
      found: (people: string, places: string, facts: string) => `${people}, ${places}, ${facts}.`,
      questions: (list: string[]) =>
        list.length === 1
          ? `One question open: ${list[0]}`
          : f.plural(list.length, { one: '', other: '# questions open' }) + `: ${list.join(' ')}`,
      player: 'Main character',
      pronoun: 'Pronoun',
      pronouns: { he: 'he', she: 'she', they: 'they' } as Record<string, string>,
      pronounStart: { he: 'He', she: 'She', they: 'They' } as Record<string, string>,
      inNotes: 'In the notes.',
      takesPlace: (who: string, plural: boolean, of: string) =>
        `Not in the notes. ${who} ${plural ? 'take' : 'takes'} the place of ${of}.`,
      beside: (who: string, plural: boolean, of: string) =>
        `Not in the notes. ${who} ${plural ? 'stand' : 'stands'} beside ${of}.`,
      length: 'Length',
      carried: 'As long as the notes carry',
      carries: (n: number, total: number) => `About ${words(n)} in ${scenes(total)}.`,
      model: 'Model',
      freer: 'For a freer story,',
      useOwn: 'use a model you have',
      firstTake: 'The first take of these notes.',
      newTake: (n: number) =>
        f.plural(n, {
          one: 'A new take. The one before is kept.',
          other: 'A new take. The # before are kept.',
        }),
      start: 'Start writing',
      noNotes: 'There are no notes yet. A story is written from a page of notes.',
      reading: 'Reading the notes',
      importNotes: 'Import notes',
    },

    notes: {
      title: 'Notes',
      importNotes: 'Import notes',
      list: 'Pages of notes',
      hasStory: 'has a story',
      edited: (day: string) => `edited ${day}`,
      save: 'Save',
      revert: 'Put back',
      write: 'Write a story',
      text: (subject: string) => `Notes: ${subject}`,
      empty: 'No notes yet',
      emptyHint: 'Markdown or text. Choose files, or drop them anywhere in this window.',
      choose: 'Choose a page of notes to read it here',
    },

    stories: {
      title: 'Stories',
      list: 'Finished stories',
      contents: 'Contents',
      empty: 'No story is finished yet',
      emptyHint: 'A finished story waits here to be read. Its files stay when its job is cleaned.',
      toJobs: 'See the jobs',
      back: 'All stories',
      files: 'Files',
      by: (player: string) => `for ${player}`,
    },

    models: {
      title: 'Models',
      intro: 'A larger model writes more freely. What fits is measured against the memory of this computer.',
      useFile: 'Use a file',
      ready: 'Ready',
      unusable: 'Not usable',
      starter: 'Comes with Mythline.',
      file: 'A file of yours.',
      server: 'On a server.',
      fits: (size: string) => `${size}, fits`,
      tight: (size: string) => `${size}, tight`,
      tooBig: (size: string) => `${size}, too big`,
      speed: (rate: number) => `${f.number(Math.round(rate))} tokens/s`,
      isDefault: 'Used for new stories',
      test: 'Test',
      testing: 'Testing',
      use: 'Use',
      wrote: 'It wrote:',
      firstWord: (span: string) => `First word after ${span}.`,
      none: 'No model yet',
      noneHint: 'Point Mythline at a GGUF file on this computer.',
    },

    first: {
      titleStart: 'A page of notes becomes',
      titleEnd: 'a story, on this computer.',
      intro:
        'Mythline finds the people, places and events in your notes, lays them out as scenes, and writes them one by one. Nothing leaves this computer. Everything is kept in plain files.',
      sample: (n: number) => `Sample notes, ${words(n)}.`,
      sampleTime: (span: string) => `About ${span}.`,
      own: 'Your own notes',
      ownHint: 'Markdown or text. Drop files anywhere in this window.',
      choose: 'Choose files',
      model: 'A model you already have',
      modelHint: 'A GGUF file on this computer. It is used where it lies.',
      useFile: 'Use a file',
    },

    lost: {
      notOpen: 'No workspace is open',
      title: 'The engine does not answer',
      hint: 'What was finished is on disk. Try again; if that does not help, close Mythline and open it anew.',
    },
    broken: {
      title: 'This view stumbled',
      hint: 'The writing goes on behind it and nothing is lost.',
    },
    drop: 'Drop notes to import them',

    keys: {
      title: 'Keys',
      move: 'Up and down the list',
      enter: 'Open the job',
      select: 'Select more than one',
      search: 'Search',
      clean: 'Clean',
      pause: 'Pause',
      cancel: 'Cancel',
      resume: 'Resume, or start again',
      newStory: 'New story',
      palette: 'Do anything',
      help: 'These keys',
      escape: 'Close, clear',
    },
    palette: {
      title: 'Do anything',
      hint: 'A place, a job or something to do',
      none: 'Nothing matches',
      go: (place: string) => `Go to ${place}`,
      results: 'Matches',
    },

    /** Instead of the program's own sentence, where that is in another language. */
    errors: {} as Partial<Record<ErrorCode, string>>,
  };
}

export type Messages = ReturnType<typeof en>;
