import type { Bridge } from '../bridge';
import type { StartParams, StartResponse } from '../generated/protocol';
import { type PretendEngine, refuse } from './engine';
import { knownFacts, soFar } from './lamplighters';
import { take } from './samples';

type PlanVerbs = Pick<Bridge, 'startWithPlan' | 'jobPlan' | 'changePlan' | 'resumeJob'>;

/** The plan of a story that is not written yet. */
function planOf(title: string): string {
  const line = (id: string) => `- ${id} ${knownFacts.find((fact) => fact.id === id)?.text ?? ''}\n`;
  const steps = soFar(0).map(
    ({ id, title, facts }) => `\n## ${id}: ${title}\n\n${facts.map(({ fact }) => line(fact)).join('')}`,
  );
  return `# Plan of ${title}\n${steps.join('')}\n## Left out\n\n`;
}

/** Stories whose plan is read first: planned at once, and never written where nothing moves. */
export function pretendPlans(
  engine: PretendEngine,
  begin: (params: StartParams, at: number | null) => StartResponse,
  resume: (id: string) => void,
): PlanVerbs {
  const plans = new Map<string, string>();
  const wait = (id: string, code: 'plan_waits' | 'bad_plan', message: string) =>
    engine.put({
      ...engine.get(id),
      status: 'paused',
      group: 'waiting',
      place: null,
      finishedAt: Date.now(),
      error: { code, message },
      actions: ['resume', 'cancel'],
    });
  return {
    async startWithPlan(params, at) {
      const started = begin(params, at);
      const { jobId } = started;
      plans.set(jobId, planOf(params.subject));
      const planned = take(jobId, params.subject, params.player ?? 'Aria', soFar(0), knownFacts);
      engine.world.takes.set(jobId, { ...planned, planWaits: true });
      wait(jobId, 'plan_waits', 'The plan is written: 9 steps.');
      return started;
    },
    async jobPlan(id) {
      const plan = plans.get(id);
      if (plan === undefined) throw refuse('not_now', 'The plan of this story does not wait to be read.');
      return plan;
    },
    changePlan: async (id, text) => void plans.set(id, text),
    async resumeJob(id) {
      const unknown = plans.get(id)?.match(/^- (f99)\b/m)?.[1];
      if (unknown !== undefined) {
        wait(
          id,
          'bad_plan',
          `The plan cannot be followed in line 4: there is no fact “${unknown}”. Your file is as you left it.`,
        );
        return;
      }
      const planned = engine.world.takes.get(id);
      if (plans.delete(id) && planned) engine.world.takes.set(id, { ...planned, planWaits: false });
      resume(id);
    },
  };
}
