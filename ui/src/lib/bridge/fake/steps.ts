import type { Bridge } from '../bridge';
import type { StartResponse, StepView, TakeView, WrittenTry } from '../generated/protocol';
import { type PretendEngine, refuse } from './engine';
import { row, step as sampleStep } from './samples';

type StepVerbs = Pick<
  Bridge,
  'rewriteStep' | 'moreScenes' | 'stepTries' | 'chooseTry' | 'editStep' | 'leaveStep' | 'lockStep'
>;

const inHand = (step: StepView): WrittenTry => ({
  text: step.text || step.lines.map(({ line }) => line).join('\n\n'),
  lines: step.lines,
  wish: step.wish,
  byHand: step.byHand,
  words: step.words,
  facts: step.facts,
  findings: step.findings,
});

/** What a model of few words leaves when it is asked again. */
const FIRST_TRY =
  'Old Teague came to the wall at noon with a basket. He had caught a swarm that morning, and it was in the basket. The wall was four feet high.';

/** What the notes say by now, and the story has not told. */
const LATER = sampleStep(90, {
  title: 'The second swarm',
  text: 'In May a second swarm came over the wall, and Marrow let it stay.',
});

/** Single steps worked on: in memory, and without a model. */
export function pretendSteps(engine: PretendEngine, next: () => number): StepVerbs {
  const others = new Map<string, WrittenTry[]>();
  const takeOf = (of: string): TakeView => {
    const take = engine.takeOf(of);
    if (take === null) throw refuse('missing_file', 'Nothing of this story is written yet.');
    return take;
  };
  const stepOf = (of: string, id: string): StepView => {
    const step = takeOf(of).steps.find((each) => each.id === id);
    if (!step) throw refuse('bad_option', `The story has no step “${id}”. Give its number, or its id.`);
    return step;
  };
  const triesOf = (of: string, id: string): WrittenTry[] => {
    const step = stepOf(of, id);
    const usual = Array.from({ length: step.tries - 1 }, (_, at) => ({
      ...inHand(step),
      text: FIRST_TRY,
      words: FIRST_TRY.split(' ').length,
      wish: at === 0 ? '' : 'colder',
      findings: [],
    }));
    return others.get(`${takeOf(of).id} ${id}`) ?? usual;
  };
  /** Changes a step in every job that shows its take. */
  const change = (of: string, id: string, to: Partial<StepView>, tries = triesOf(of, id)) => {
    const take = takeOf(of);
    others.set(`${take.id} ${id}`, tries);
    const steps = take.steps.map((each) =>
      each.id === id ? { ...each, ...to, tries: tries.length + 1 } : each,
    );
    for (const [job, known] of engine.world.takes)
      if (known.id === take.id) engine.world.takes.set(job, { ...known, steps });
    if (!engine.world.takes.has(take.id)) engine.world.takes.set(take.id, { ...take, steps });
    const toLookAt = steps.filter((each) => each.state === 'look_at').length;
    const known = engine.rows.get(take.id);
    if (known) engine.put({ ...known, toLookAt });
  };
  const counted = (text: string) => text.split(/\s+/).filter(Boolean).length;
  const changeable = (of: string, id: string): StepView => {
    const step = stepOf(of, id);
    if (step.lock) throw refuse('not_now', `“${step.title}” is locked and stays as it is. Unlock it first.`);
    return step;
  };

  return {
    async rewriteStep({ of, step: id, wish }): Promise<StartResponse> {
      const step = changeable(of, id);
      const take = takeOf(of);
      const text = FIRST_TRY;
      change(
        of,
        id,
        { text, words: counted(text), wish: wish ?? '', byHand: false, state: 'done', findings: [] },
        [...triesOf(of, id), inHand(step)],
      );
      const made = row(next(), {
        title: `${take.title}: ${step.title}`,
        subject: take.subject,
        status: 'completed',
        group: 'finished',
        message: `${counted(text)} words; the text before is kept.`,
        current: 1,
        total: 1,
        progress: 100,
        words: counted(text),
        startedAt: Date.now() - 4000,
        finishedAt: Date.now(),
        actions: ['read', 'retry', 'clean'],
      });
      engine.world.takes.set(made.id, { ...takeOf(of), again: id });
      engine.put(made);
      return { jobId: made.id, status: 'started' };
    },
    async moreScenes({ of, scenes }): Promise<StartResponse> {
      const take = takeOf(of);
      if (take.again !== null || take.steps.some(({ id }) => id === LATER.id))
        throw refuse(
          'length_not_carried',
          'This story has told all that its notes say. Write down more of what happens, and ask again.',
        );
      const steps = [...take.steps.slice(0, -1), LATER, ...take.steps.slice(-1)];
      const made = row(next(), {
        title: `${take.title}: more scenes`,
        subject: take.subject,
        status: 'completed',
        group: 'finished',
        message: '1 step more.',
        current: scenes ?? 1,
        total: scenes ?? 1,
        progress: 100,
        words: take.words + LATER.words,
        startedAt: Date.now() - 4000,
        finishedAt: Date.now(),
        actions: ['read', 'retry', 'clean'],
      });
      for (const job of [take.id, made.id]) engine.world.takes.set(job, { ...take, steps });
      engine.put(made);
      return { jobId: made.id, status: 'started' };
    },
    async stepTries(of, id) {
      const step = stepOf(of, id);
      const number = takeOf(of).steps.indexOf(step) + 1;
      const { title, lock } = step;
      return [{ number, id, title, lock, chosen: inHand(step), others: triesOf(of, id) }];
    },
    async chooseTry(of, id, number) {
      const step = changeable(of, id);
      const tries = [...triesOf(of, id)];
      const chosen = tries[number - 1];
      if (!chosen) throw refuse('bad_option', `There is no other try at “${step.title}”.`);
      tries[number - 1] = inHand(step);
      const { text, words, wish, byHand, findings } = chosen;
      const state = findings.length > 0 ? 'look_at' : 'done';
      change(
        of,
        id,
        { text: step.lines.length > 0 ? '' : text, words, wish, byHand, findings, state },
        tries,
      );
    },
    async editStep(of, id, text) {
      const step = changeable(of, id);
      const tries = step.byHand ? triesOf(of, id) : [...triesOf(of, id), inHand(step)];
      const spoken = step.lines.length > 0;
      const lines = spoken
        ? text.split('\n').map((line) => {
            const [actor = '', ...said] = line.split(':');
            if (said.length === 0)
              throw refuse(
                'bad_option',
                'Begin each line with who speaks and a colon, as in “Nell: I saw it.”',
              );
            return { actor: actor.trim(), line: said.join(':').trim() };
          })
        : [];
      const to = { text: spoken ? '' : text, lines, words: counted(text), byHand: true, wish: '' };
      change(of, id, { ...to, state: 'done', findings: [] }, tries);
    },
    leaveStep: async (of, id, leave) => change(of, id, { state: leave ? 'done' : 'look_at' }),
    lockStep: async (of, id, lock) => change(of, id, { lock }),
  };
}
