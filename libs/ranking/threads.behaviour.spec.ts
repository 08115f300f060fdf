import { describe, expect, it } from '@jest/globals';
import { type Interactions, InteractionsBuilder } from './data/interactions.js';
import type { CrewOptions } from './math/crew.js';
import { seededRandom } from './math/random.js';
import { fitIals, IALS_DEFAULTS } from './models/ials.model.js';
import { sparseFromRows } from './math/sparse-matrix.js';
import { fitStars } from './rating-prediction/star-fit.js';

/** Few films have most of the ratings; enough of them all that helpers are called. */
function world(users: number, items: number, each: number): Interactions {
  const random = seededRandom(1);
  const builder = new InteractionsBuilder();
  for (let user = 0; user < users; user++)
    for (let n = 0; n < each; n++) {
      const item = Math.floor(items * random() ** 2);
      builder.add(`u${user}`, `f${item}`, 1 + ((user + item + Math.floor(3 * random())) % 5), n);
    }
  return builder.build();
}

const ratings = world(300, 200, 60);
/** Every third film has the one feature, every fifth the other. */
const kinds = [
  sparseFromRows(
    Array.from({ length: 200 }, (_, item): [number, number][] =>
      [3, 5].flatMap((n, fact): [number, number][] => (item % n === 0 ? [[fact, 1]] : [])),
    ),
    2,
  ),
];
const MODELS: Record<string, (options: CrewOptions) => Record<string, unknown>> = {
  ials: (options) => ({ ...fitIals(ratings, { ...IALS_DEFAULTS, dimensions: 50 }, undefined, options) }),
  stars: (options) => ({ ...fitStars(ratings, { kinds }, { samples: 4 }, options) }),
};

describe.each(Object.entries(MODELS))('%s', (_, fit) => {
  const alone = fit({ threads: 1 });

  it.each([2, 3])('are the same to the last bit when %i threads fit them', (threads) => {
    expect(fit({ threads })).toEqual(alone);
  });

  it('are what plain TypeScript makes of them, but for rounding', () => {
    const plain = fit({ fast: false });
    for (const [name, values] of Object.entries(alone)) {
      if (!ArrayBuffer.isView(values)) continue;
      const [fast, slow] = [values, plain[name]] as Float32Array[];
      let furthest = 0;
      fast.forEach((value, at) => (furthest = Math.max(furthest, Math.abs(value - slow[at]))));
      expect([name, furthest < 1e-4 || furthest]).toEqual([name, true]);
    }
  });
});
