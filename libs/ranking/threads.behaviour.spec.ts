import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Interactions, InteractionsBuilder } from './data/interactions.js';
import type { CrewOptions } from './kernels/crew.js';
import { seededRandom } from './math/random.js';
import { fitItemLinear } from './models/item-linear.model.js';
import { fitIals, IALS_DEFAULTS } from './models/ials.model.js';
import { sparseFromRows } from './math/sparse-matrix.js';
import { fitStars } from './rating-prediction/star-fit.js';

/** What stands in a state's arrays: comparing millions of numbers one by one takes seconds. */
function digest(state: Record<string, unknown>): Record<string, string> {
  const arrays = Object.entries(state).filter((entry): entry is [string, Uint8Array] =>
    ArrayBuffer.isView(entry[1]),
  );
  return Object.fromEntries(
    arrays.map(([name, { buffer, byteOffset, byteLength }]) => [
      name,
      createHash('sha256')
        .update(new Uint8Array(buffer, byteOffset, byteLength))
        .digest('hex'),
    ]),
  );
}

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
const MODELS: Record<string, (options: CrewOptions, sweeps: number) => Record<string, unknown>> = {
  ials: (options, sweeps) => ({
    ...fitIals(ratings, { ...IALS_DEFAULTS, dimensions: 50, sweeps }, undefined, options),
  }),
  stars: (options, sweeps) => ({
    ...fitStars(ratings, { kinds }, { warmUp: sweeps - 3, samples: 3, spacing: 1 }, options),
  }),
};
/** Enough for helpers to be called. */
const MANY = 40;
const FEW = 5;

describe.each(Object.entries(MODELS))('%s', (_, fit) => {
  const alone = digest(fit({ threads: 1 }, MANY));

  it.each([2, 3])('are the same to the last bit when %i threads fit them', (threads) => {
    expect(digest(fit({ threads }, MANY))).toEqual(alone);
  });

  it('are what plain TypeScript makes of them, but for rounding', () => {
    const plain = fit({ fast: false }, FEW);
    for (const [name, values] of Object.entries(fit({}, FEW))) {
      if (!ArrayBuffer.isView(values)) continue;
      const [fast, slow] = [values, plain[name]] as Float32Array[];
      let furthest = 0;
      fast.forEach((value, at) => (furthest = Math.max(furthest, Math.abs(value - slow[at]))));
      expect([name, furthest < 1e-4 || furthest]).toEqual([name, true]);
    }
  });
});

describe('itemLinear', () => {
  // More people than films, and fewer: the two forms of the model.
  it.each([
    [1000, 800],
    [800, 1000],
  ])('is the same to the last bit with more threads: %i people, %i films', (users, items) => {
    const many = world(users, items, 30);
    const fit = (threads: number) =>
      digest({ ...fitItemLinear(many, undefined, undefined, { threads }).factors });
    const alone = fit(1);
    for (const threads of [2, 3]) expect(fit(threads)).toEqual(alone);
  });
});
