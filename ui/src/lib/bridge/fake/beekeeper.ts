import { facts, step, take } from './samples';

export const known = facts([
  [9, 'Marrow keeps three hives at the end of the garden.'],
  [11, 'One morning a hive lies on its side in the nettles.'],
  [14, 'Old Teague, neighbour, 70. He has not spoken to Marrow since the spring.'],
  [15, 'The wall between the gardens is four feet high.'],
  [22, 'At noon he comes to the wall with a basket.'],
  [23, 'In it is a swarm he caught that morning.'],
  [24, 'He says that he is sorry about the well.'],
  [31, 'The well was dug in 1902.'],
]);

const found = (...ids: string[]) => ids.map((fact) => ({ fact, found: true }));

/** A finished story with a scene to look at. */
export const beekeeper = (id: string) =>
  take(
    id,
    "The Beekeeper's Truce",
    'Marrow',
    [
      step(1, {
        title: 'Two gardens',
        stepType: 'introduction',
        subType: null,
        text: 'There were two gardens on Mill Lane, and a wall between them, and since the spring there had been a quarrel as well.',
      }),
      step(2, {
        title: 'The well',
        text: 'Marrow carried water from the far pump now. Every can was an answer, and nobody heard it.',
      }),
      step(3, {
        title: 'The broken hive',
        text: 'Marrow found the third hive lying on its side in the nettles. Nobody had touched the other two.',
        facts: found('f1', 'f2', 'f3'),
      }),
      step(4, {
        title: 'At the wall',
        state: 'look_at',
        tries: 3,
        text: "Old Teague came to the wall at noon, as he had every day of the quarrel, and for once she set down the basket before speaking. The wall was six feet high and neither of them could see the other's face.",
        facts: [...found('f4', 'f5', 'f6'), { fact: 'f7', found: false }],
        findings: [
          {
            rule: 'pronoun',
            message: 'Old Teague is “he” in the notes; here:',
            quote: 'she set down the basket',
            fact: 'f3',
          },
          {
            rule: 'contradiction',
            message: 'The wall is four feet high in the notes; here:',
            quote: 'The wall was six feet high',
            fact: 'f4',
          },
        ],
      }),
      step(5, {
        title: 'The basket',
        text: 'The basket hummed. Marrow knew the sound before the cloth came off it.',
      }),
      step(6, {
        title: 'A swarm in May',
        lines: [
          {
            actor: 'Old Teague',
            line: 'They were in my plum tree. They are yours by the ring on the queen.',
          },
          { actor: 'Marrow', line: 'You could have let them go.' },
        ],
      }),
      step(7, {
        title: 'The gate',
        stepType: 'conclusion',
        subType: null,
        text: 'By June there was a gate in the wall, and the well had two buckets.',
      }),
    ].map((each, index) => ({ ...each, id: `b${index}` })),
    known,
  );
