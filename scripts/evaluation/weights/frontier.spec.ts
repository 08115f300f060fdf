import { describe, expect, it } from '@jest/globals';
import type { BlendWeights } from '#ranking/scores/blend.js';
import { bySource, type Source } from '#ranking/scores/scorers.js';
import { seededRandom } from '#ranking/math/random.js';
import { topItems } from '#ranking/math/top-items.js';
import { chosenOf, frontierOf, RATES } from './frontier.js';
import { ALL_RATINGS, LOVERS, LOVERS_KEPT_BACK, type WeightCase } from './weight.cases.js';

const start: BlendWeights = { ratings: [0, 1], sources: bySource(() => [1, 1]) };

const ITEMS = 60;
const random = seededRandom(5);

/** Somebody who likes what one source puts first; all other sources are noise. */
function likes(condition: string, by: Source): WeightCase {
  const scores = bySource(() => Float32Array.from({ length: ITEMS }, () => random() * 4 - 2));
  const relevant = Int32Array.from(topItems([...Array(ITEMS).keys()], scores[by], 5));
  const excluded = new Uint8Array(ITEMS);
  return { ratings: 5, scores, excluded, relevant, weight: 1, data: 'made up', condition };
}
const several = (condition: string, by: Source) => Array.from({ length: 10 }, () => likes(condition, by));

describe('the two aims', () => {
  it('are searched for at every rate, from people alone to lovers above all', () => {
    const cases = [
      ...several(ALL_RATINGS, 'itemLinear'),
      ...several(LOVERS, 'world'),
      ...several(LOVERS_KEPT_BACK, 'itemLinear'),
    ];
    const done: [number, number][] = [];
    const points = frontierOf(cases, start, { rounds: 4 }, (...searches) => done.push(searches));
    expect(points.map(({ rate }) => rate)).toEqual([undefined, ...RATES]);
    expect(done.at(-1)).toEqual([RATES.length, RATES.length]);
    expect(points[0].weights).toEqual(start);
    const [, alone, ...others] = points;
    const most = others[others.length - 1];
    expect(alone.people).toBeGreaterThan(most.people + 0.1);
    expect(most.lovers).toBeGreaterThan(alone.lovers + 0.1);
  });

  it('are measured on people who took no part in the search, so that what suits only those it saw is no gain', () => {
    const seen = several(ALL_RATINGS, 'itemLinear');
    const unseen = several(ALL_RATINGS, 'ials').map((one) => ({ ...one, chooses: true }));
    const points = frontierOf([...seen, ...unseen], start, { rounds: 4 }, () => {});
    const [before, found] = points;
    expect(found.weights.sources.itemLinear[1]).toBeGreaterThan(1);
    expect(found.people).toBeLessThan(before.people);
    expect(chosenOf(points)).toBe(before);
  });

  it('are one where there are no lovers', () => {
    const points = frontierOf(several(ALL_RATINGS, 'itemLinear'), start, { rounds: 2 }, () => {});
    expect(points.map(({ rate }) => rate)).toEqual([undefined, 0]);
  });

  it('are served where most is gained in both together and nothing lost in either, else as before', () => {
    const point = (people: number, lovers: number) => ({ weights: start, people, lovers });
    const points = [point(0.4, 0.5), point(0.5, 0.49), point(0.41, 0.55), point(0.4, 0.56), point(0.39, 0.9)];
    expect(chosenOf(points)).toBe(points[2]);
    expect(chosenOf([points[0], points[1], points[4]])).toBe(points[0]);
    // Without lovers it is the people alone.
    const alone = [point(0.4, 0), point(0.42, 0)];
    expect(chosenOf(alone)).toBe(alone[1]);
  });
});
