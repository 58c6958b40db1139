import type { StepView } from '../generated/protocol';
import { facts, step } from './samples';

export const SUBJECT = 'The Lamplighters of Saltmere';

export const knownFacts = facts([
  [3, 'Saltmere is a harbour town with twelve lamps on its breakwater.'],
  [4, 'Every evening the lamplighter walks the breakwater and lights them.'],
  [7, 'A boat was heard past the bar, and never came in.'],
  [9, 'Fog comes in behind the last of the herring boats.'],
  [10, 'The twelfth lamp has not been lit for nine years.'],
  [12, 'Warden Ost keeps the ledger of the lamps.'],
  [13, 'Warden Ost saw the twelfth lamp from the customs house.'],
  [16, 'Somebody past the bar lit a lamp in answer.'],
  [18, 'The town pays for eleven lamps.'],
  [22, 'In the morning a rope lies on the quay.'],
]);

const used = (...ids: string[]) => ids.map((fact) => ({ fact, found: true }));

/** The whole story, as it is when every scene is written. */
export const whole: StepView[] = [
  step(1, {
    title: 'Saltmere',
    stepType: 'introduction',
    subType: null,
    text: 'Saltmere lay where the river gave up and became the sea. There were twelve lamps on its breakwater, and everybody in the town could count to eleven.',
    facts: used('f1'),
  }),
  step(2, {
    title: "The lamplighter's rounds",
    text: 'Every evening Aria took the can and the striker and walked out along the stones. She had done it since she was tall enough to reach.',
    facts: used('f2'),
  }),
  step(3, {
    title: 'A boat past the bar',
    text: 'That night she heard oars past the bar. They came near, and stopped, and did not come in.',
    facts: used('f3'),
  }),
  step(4, {
    title: 'The signal on the breakwater',
    text: 'Fog came in behind the last of the herring boats. Aria walked the breakwater with one hand on the rope and counted the lamps. Eleven burned. The twelfth had not been lit for nine years, not since the winter the keeper drowned.\n\nShe had oil in the can and a striker in her coat, and she lit it.',
    words: 96,
    facts: used('f4', 'f5'),
  }),
  step(5, {
    title: 'The harbour bargain',
    lines: [
      { actor: 'Warden Ost', line: 'You lit the twelfth. I saw it from the customs house.' },
      { actor: 'Aria', line: 'I lit it. And somebody out past the bar lit one back.' },
      {
        actor: 'Warden Ost',
        line: 'Nobody sails tonight. The ledger says eleven lamps, and eleven is what the town pays for.',
      },
    ],
    facts: used('f6', 'f7', 'f8'),
  }),
  step(6, {
    title: 'Eleven lamps',
    text: 'In the morning the warden sent a boy to put the twelfth lamp out. He found it cold already, and the glass polished.',
    facts: used('f9'),
  }),
  step(7, {
    title: 'The rope on the quay',
    text: 'On the quay lay a rope, coiled the way the old keeper used to coil it. Aria hung it where he had hung it, and said nothing.',
    facts: used('f10'),
  }),
  step(8, {
    title: 'The ledger',
    text: 'Warden Ost opened the ledger at the page of that winter. He looked at it for as long as it takes to say a name, and wrote a twelve.',
  }),
  step(9, {
    title: 'The twelfth',
    stepType: 'conclusion',
    subType: null,
    text: 'There are twelve lamps on the breakwater at Saltmere. On nights of fog a thirteenth answers, low on the water, and nobody has ever asked it to pay.',
  }),
];

/** The story so far: scenes before the one given are written, the rest are only planned. */
export function soFar(done: number): StepView[] {
  return whole.map((each, index) =>
    index < done ? each : { ...each, state: 'planned', tries: 0, words: 0, text: '', lines: [] },
  );
}

/** A scene as it is streamed. */
export function streamed(scene: StepView): string {
  return scene.text || scene.lines.map(({ actor, line }) => `${actor}: ${line}`).join('\n');
}

export const NOTES = `# The Lamplighters of Saltmere

Saltmere is a harbour town with twelve lamps on its breakwater.
Every evening the lamplighter walks the breakwater and lights them.

## The night of the fog

A boat was heard past the bar, and never came in.
Fog comes in behind the last of the herring boats.
The twelfth lamp has not been lit for nine years.

Warden Ost keeps the ledger of the lamps.

Who lit the second lamp?
`;
