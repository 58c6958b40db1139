import type {
  Action,
  ErrorCode,
  ExportFormat,
  FileFacts,
  Group,
  Scarce,
  Theme,
} from '$lib/bridge/generated/protocol';
import type { Format } from './format';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Everything the window says, in English. The other languages have the same shape. */
export function en(f: Format) {
  const words = (n: number) => f.plural(n, { one: '# word', other: '# words' });
  const scenes = (n: number) => f.plural(n, { one: '# scene', other: '# scenes' });
  const age = (hours: number) =>
    hours % 24 === 0 && hours > 24
      ? f.plural(hours / 24, { one: '# day', other: '# days' })
      : `${f.number(hours)} h`;
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
      settings: 'Settings',
    },

    status: {
      label: 'State of the program',
      model: (name: string, onServer = false) => `${name}, ${onServer ? 'on a server' : 'on this computer'}`,
      noModel: 'No model',
      idle: 'Idle',
      lately: (n: number) => `${words(n)} in the last 10 s`,
      watching: (n: number) => f.plural(n, { one: 'Watching # folder', other: 'Watching # folders' }),
      saved: (span: string) => `Saved ${span} ago`,
      savedNow: 'Saved just now',
      asks: (inTerminal: boolean) =>
        `${inTerminal ? 'Mythline in a terminal' : 'Another window'} runs the jobs here and is asked to do what you do.`,
      shut: 'Nothing can be saved in this folder. You can look, not change.',
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
      atOnce: (n: number) => f.plural(n, { one: 'one at a time', other: '# at once' }),
      storiesStay: (hours: number | null) =>
        hours === null ? 'stories stay' : `cleaned after ${age(hours)}, stories stay`,
      allDone: (left: string) => `all done in ${left}`,
      then: (left: string) => `then ${left}`,
      kept: (done: number, total: number) => `${f.number(done)} of ${f.number(total)} kept`,
      doneOf: (done: number, total: number) => `${f.number(done)} of ${f.number(total)}`,
      scene: (name: string) => `Scene: ${name}`,
      starting: 'Getting ready',
      next: 'Next',
      place: (n: number) => `Number ${f.number(n)} in the queue`,
      waits: 'Waiting for its turn',
      waitsUntil: (moment: string) => `Waits until ${moment}`,
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

    queue: {
      title: 'Queue',
      counts: (writing: number, waiting: number) =>
        `${f.number(writing)} being written, ${f.number(waiting)} waiting.`,
      allDone: (left: string) => `All done in ${left}.`,
      pause: 'Pause',
      pauseHint: 'What is being written stops now and keeps what is finished. Nothing new begins.',
      stopAfter: 'Stop after this one',
      stopAfterHint: 'What is being written is finished. Nothing new begins.',
      goOn: 'Go on',
      isPaused: 'The queue is paused, and what was being written with it.',
      stopsAfter: 'The queue stops after this one.',
      isHeld: 'The queue is stopped: nothing new begins.',
      lacks: {
        battery:
          'The battery is nearly empty. Writing waits, with all its work kept, and goes on when the computer is plugged in.',
        disk: 'The disk is nearly full. Writing waits, with all its work kept, and goes on when there is room again.',
      } satisfies Record<Scarce, string>,
      atOnce: 'Stories at once',
      slower: 'On this computer one at a time is quickest.',
      moves: {
        first: 'Move to the front',
        up: 'Move up',
        down: 'Move down',
        last: 'Move to the end',
      },
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
      several: (deed: string, done: number, refused: number) =>
        refused === 0
          ? `${deed}: ${f.plural(done, { one: '# job', other: '# jobs' })}.`
          : `${deed}: ${f.plural(done, { one: '# job', other: '# jobs' })}. ${f.plural(refused, { one: '# job stays as it is', other: '# jobs stay as they are' })}.`,
      nothingToClean: 'Nothing finished to clean.',
      cancelled: 'Cancelled. What was finished is kept.',
      alreadyCompleted: 'It was finished before.',
      saved: 'Saved.',
      binned: (subject: string) => `${subject} is in the bin of this computer. Stories of it stay.`,
      exported: (n: number, unwritten: number) =>
        unwritten === 0
          ? `Exported: ${words(n)}.`
          : `Exported: ${words(n)}. ${f.plural(unwritten, { one: 'One passage is', other: '# passages are' })} not written yet.`,
      ended: (well: boolean): string => (well ? 'The story is finished.' : 'It needs you.'),
      chosen: 'This take stands at the top of its folder now.',
      copied: 'Copied.',
      imported: (names: string[]) => `Imported: ${f.list(names)}.`,
      modelAdded: (name: string) => `${name} is ready.`,
      restored: 'Back where it was.',
    },

    inspector: {
      label: 'The job',
      none: 'Choose a job to see it here',
      back: 'Back to the list',
      more: 'More',
      story: 'Story',
      files: 'Files',
      forPlayer: (name: string) => `For ${name}.`,
      started: (moment: string) => `Started ${moment}.`,
      asked: (moment: string) => `Asked for ${moment}.`,
      written: (n: number, moment: string) => `${words(n)}, ${moment}.`,
      byModel: (name: string) => `${name} on this computer.`,
      byServer: (name: string) => `${name} on a server.`,
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
      wishes: 'Wishes',
      wishesHint: 'Anything the writing should mind, in your own words',
      wishUnheard: (model: string) => `${model} retells notes sentence by sentence and follows no wishes.`,
      begin: 'Begin',
      inTurn: 'When its turn comes',
      atTime: 'At a time',
      time: 'Time',
      begins: (moment: string) => `Begins ${moment}, or when its turn comes after that.`,
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
      open: 'Open',
      newNotes: 'New notes',
      newHint: 'A page with headings to fill in. The story’s folder is called so.',
      name: 'Name',
      create: 'Create',
      rename: 'Rename',
      renameIt: 'Give another name',
      renameTitle: (subject: string) => `Rename ${subject}`,
      renameHint: 'Stories that were written of these notes stay under the old name.',
      remove: 'Move to the bin',
      understood: 'What was understood',
      carries: (n: number, total: number) => `Enough for about ${words(n)} in ${scenes(total)}.`,
      events: (n: number) => f.plural(n, { one: 'One fact in order.', other: '# facts in order.' }),
      follows: (name: string, pronoun: string) => `The story follows ${name} (${pronoun}).`,
      people: 'People',
      places: 'Places',
      questions: 'Open questions',
      noPeople: 'Nobody is named.',
      noPlaces: 'No place is named.',
      noQuestions: 'None.',
      putRight:
        'Not right? Name people under “People”, with “she”, “he” or “they” in their line, and places under “Places”. It is read again when you save.',
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
      search: 'Search in the story',
      found: (at: number, n: number) => `${f.number(at)} of ${f.number(n)}`,
      notFound: 'Not in this story.',
      size: 'Size of the text',
      smaller: 'Smaller',
      larger: 'Larger',
      takes: 'Takes of this story',
      take: (moment: string, n: number) => `${moment}, ${words(n)}`,
      choose: 'Put this take on top',
      export: 'Export',
      formats: {
        md: 'Markdown',
        html: 'Web page',
        epub: 'E-book (EPUB)',
        docx: 'Word document',
        txt: 'Plain text',
      } satisfies Record<ExportFormat, string>,
      again: 'Write another take',
      notes: 'Its notes',
      by: (player: string) => `for ${player}`,
    },

    models: {
      title: 'Models',
      intro: 'A larger model writes more freely. What fits is measured against this computer.',
      measured: (memory: string, cores: number) =>
        `It has ${memory} of memory and ${f.plural(cores, { one: '# core', other: '# cores' })}.`,
      useFile: 'Use a file',
      ready: 'Ready',
      unusable: 'Not usable',
      arriving: 'Arriving',
      toGet: (host: string) => `To get from ${host}`,
      onServer: 'server',
      needs: (size: string) => `${size} of memory`,
      facts: ({ architecture, packing, context, instructs }: FileFacts) =>
        `${[architecture, packing].filter(Boolean).join(', ')}; ${
          instructs ? 'answers instructions' : 'only goes on with text'
        }; takes ${f.number(context)} tokens.`,
      fromHub: (name: string) => `${name}.`,
      /** By a model's id, instead of the program's own sentence, where that is in another language. */
      goodFor: {} as Record<string, string>,
      noLicence: 'No licence is named: read whether what it writes may be sold.',
      readLicence: (licence: string) => `${licence}: read whether what it writes may be sold.`,
      maySell: (licence: string) => `${licence}: what it writes may be sold.`,
      mayNotSell: (licence: string) => `${licence}: what it writes may not be sold.`,
      fits: (size: string) => `${size}, fits`,
      tight: (size: string) => `${size}, tight`,
      tooBig: (size: string) => `${size}, too big`,
      speed: (rate: number) => `${f.number(Math.round(rate))} tokens/s`,
      plans: 'keeps to notes by itself',
      isLed: 'is led fact by fact',
      isDefault: 'Used for new stories',
      remove: 'Remove',
      removeAsk: (name: string) => `Take ${name} off the list?`,
      removeFile: 'Your file stays where it lies.',
      removeDownload: (size: string) => `Its file of ${size} was downloaded by Mythline and is deleted.`,
      removeServer: 'The server itself is not touched.',
      removeServerKey: 'The server itself is not touched. Its key is taken out of the keychain.',
      come: (done: number, all: number) => `${f.bytesIn(all, done)} of ${f.bytes(all)}`,
      stopped: (come: string) => `${come}, stopped`,
      stop: 'Stop',
      goOn: 'Go on',
      discard: 'Discard',
      get: 'Get',
      byName: 'Another model, by its name on the hub',
      byNameHint: (host: string) =>
        `Nothing is asked of ${host} before you look, and nothing is downloaded before you get it.`,
      lookUp: 'Look',
      looking: 'Looking',
      test: 'Test',
      testing: 'Testing',
      use: 'Use',
      wrote: 'It wrote:',
      firstWord: (span: string) => `First word after ${span}.`,
      none: 'No model yet',
      noneHint: 'Point Mythline at a GGUF file on this computer.',
    },

    notice: {
      several: (finished: number, needing: number) =>
        [
          finished > 0 ? f.plural(finished, { one: '# story finished', other: '# stories finished' }) : '',
          needing > 0 ? f.plural(needing, { one: '# needs you', other: '# need you' }) : '',
        ]
          .filter(Boolean)
          .join(', '),
    },

    closing: {
      title: 'Quit Mythline?',
      writing: (n: number) =>
        f.plural(n, { one: 'One story is being written.', other: '# stories are being written.' }),
      kept: 'What is finished is kept, and Resume goes on where it stopped. What waits is kept too.',
      stay: 'Keep writing',
      quit: 'Quit',
    },

    desktop: {
      line: (title: string, done: string, total: string) => `${title}: ${done} of ${total}`,
      begun: (title: string) => `${title}: getting ready`,
      more: (n: string) => `and ${n} more`,
      idle: 'Nothing is being written',
      writing: 'A story is being written',
      open: 'Open Mythline',
      pause: 'Pause writing',
      goOn: 'Go on writing',
      quit: 'Quit',
      quitWriting: (n: string) => `Quit (${n} being written)`,
    },

    settings: {
      title: 'Settings',
      looks: 'Look',
      theme: 'Theme',
      themeHint: 'Light or dark, or as the system is.',
      themes: { system: 'As the system', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>,
      size: 'Size',
      sizeHint: 'Of everything in this window.',
      percent: (n: number) => `${f.number(n)} %`,
      language: 'Language',
      languageHint: 'Of this window, not of stories.',
      systemLanguage: 'Of the system',
      clean: 'Clean finished jobs',
      cleanHint: 'Their records go; stories and notes always stay.',
      after: (hours: number) => `After ${age(hours)}`,
      never: 'Never',
      going: (n: number) =>
        f.plural(n, {
          one: 'One job would go now.',
          other: n === 0 ? 'None would go now.' : '# jobs would go now.',
        }),
      goingNames: (names: string[], more: number) =>
        more > 0 ? `${names.join(', ')} and ${f.number(more)} more.` : `${names.join(', ')}.`,
      cleanNow: 'Clean now',
      goOn: 'Go on after a start',
      goOnHint: 'What was being written or waited when the program closed goes on by itself when it opens.',
      notify: 'Notifications',
      notifyHint:
        'One quiet line from the system when work ends or needs you, and this window is not in front.',
      desktop: 'Desktop',
      tray: 'Thread in the tray',
      trayHint:
        'Beside the clock: how far the writing has come, with a menu to open this window, pause and quit.',
      keepAwake: 'Keep the computer awake',
      keepAwakeHint: 'Only while a story is being written; the screen may go dark.',
      waitForPower: 'Wait when the battery is low',
      waitForPowerHint:
        'Below 15 % without a plug writing waits, and goes on by itself when the computer is plugged in.',
      waitForRoom: 'Wait when the disk is nearly full',
      waitForRoomHint: 'Below 200 MB writing waits, and goes on by itself when there is room again.',
      model: 'Model for new stories',
      modelHint: 'Every story can have another.',
      folder: 'Workspace',
      folderHint: 'Notes, stories and jobs lie in this folder, as plain files.',
    },

    diagnostics: {
      title: 'Diagnostics',
      hint: 'For whoever mends the program: versions, numbers and states. No text, no names and no keys.',
      show: 'Show diagnostics',
      copy: 'Copy diagnostics',
      copied: 'Copied.',
    },

    server: {
      connect: 'Connect a server',
      changeTitle: (name: string) => `Change ${name}`,
      change: 'Change',
      address: 'Address',
      addressHint:
        'Any server that speaks OpenAI’s chat: Ollama, LM Studio, llama.cpp, vLLM, or one elsewhere.',
      find: 'Find on this computer',
      foundAt: (vendor: string, url: string) => `${vendor}, ${url.replace(/^https?:\/\//, '')}`,
      noneFound: 'No server answers at the usual ports.',
      name: 'Called',
      key: 'Key',
      noKey: 'It needs none',
      keyKept: 'As it is',
      keychain: 'In the system’s keychain',
      environment: 'In an environment variable',
      theKey: 'The key itself',
      theKeyHint: 'It goes to the keychain and is never shown again.',
      variable: 'Name of the variable',
      howMany: 'Stories at once',
      whileDown: 'While it is down',
      fail: 'jobs stop, with their work kept',
      wait: 'jobs wait until it is back',
      allowPlain: 'Allow it for this server',
      sends: 'Notes are sent there only when you write with it.',
      connectIt: 'Connect',
      save: 'Save',
      asking: 'Asking',
      at: (model: string, vendor: string, address: string) => `${model} by ${vendor}, ${address}.`,
      atOnce: (n: number) => f.plural(n, { one: 'One story at a time.', other: '# stories at once.' }),
      jobsWait: 'Jobs wait while it is down.',
      keyInKeychain: 'Key in the keychain.',
      keyIn: (name: string) => `Key in ${name}.`,
      notesAreSent: 'Notes are sent there.',
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
      del: 'Del',
      moves: { first: 'Alt Home', up: 'Alt ↑', down: 'Alt ↓', last: 'Alt End' },
      menu: 'What can be done with it',
      all: 'Select all that match',
      order: 'Move in the queue',
    },
    palette: {
      title: 'Do anything',
      hint: 'A place, a job or something to do',
      none: 'Nothing matches',
      useModel: (name: string) => `Use ${name} for new stories`,
      go: (place: string) => `Go to ${place}`,
      results: 'Matches',
    },

    /** Instead of the program's own sentence, where that is in another language. */
    errors: {} as Partial<Record<ErrorCode, string>>,
  };
}

export type Messages = ReturnType<typeof en>;
