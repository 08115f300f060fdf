import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../math/random.js';
import { RowMoments } from '../late/row-moments.js';
import { topItems } from '../math/top-items.js';
import { LateScores } from '../late/late-scores.js';
import { Blend } from './blend.js';
import { RawScores } from './raw-scores.js';
import { type Source, SOURCES } from './scorers.js';

const ITEMS = 3000;
const WIDTH = 6;

/** Cosines of made-up rows with one vector, for every fifth item with another; how often one was asked for. */
function lateScores(seed: number) {
  const random = seededRandom(seed);
  const unit = () => {
    const vector = Float64Array.from({ length: WIDTH }, () => random() - 0.5);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
  const rows = Float32Array.from(Array.from({ length: ITEMS }, () => [...unit()]).flat());
  const partOf = Uint8Array.from({ length: ITEMS }, (_, item) => Number(item % 5 === 0));
  const parts = [0, 1].map((part) => ({
    vector: unit(),
    moments: RowMoments.of(
      rows,
      WIDTH,
      Int32Array.from(partOf.keys()).filter((item) => partOf[item] === part),
    ),
  }));
  const asked = { times: 0 };
  class Counted extends LateScores {
    override scoreOf(item: number): number {
      asked.times++;
      return super.scoreOf(item);
    }
  }
  return { late: new Counted(rows, parts, partOf), asked, random };
}

describe('sums of which some parts are found late', () => {
  it.each([1, 2, 3, 4, 5])('have the same best and the same ends as with all parts (%i)', (seed) => {
    const { late, asked, random } = lateScores(seed);
    const early = Float32Array.from({ length: ITEMS }, () => random() ** 4);
    const whole = late.asSource().scores;
    const terms = [
      { scores: early, mean: 0.2, rate: 5 },
      { scores: whole, mean: 0.01, rate: seed % 2 ? 0.4 : -0.4 },
    ];
    const full = new RawScores(terms, ITEMS);
    const some = new RawScores([terms[0], { ...terms[1], scores: late }], ITEMS);
    const allowed = [...Array(ITEMS).keys()].filter((item) => item % 7 !== 3);
    asked.times = 0;
    expect(some.top(allowed, 50)).toEqual(topItems(allowed, full.all(), 50));
    expect(asked.times).toBeLessThan(ITEMS / 2);
    const ends = some.range(allowed);
    expect(ends.lowest).toBeCloseTo(full.range(allowed).lowest, 6);
    expect(ends.highest).toBeCloseTo(full.range(allowed).highest, 6);
    // What has been asked for before changes nothing, nor does a list of all.
    expect(some.top(allowed, 400)).toEqual(topItems(allowed, full.all(), 400));
    expect(some.top(allowed, ITEMS)).toEqual(topItems(allowed, full.all(), ITEMS));
    expect(asked.times).toBeLessThanOrEqual(ITEMS);
  });

  it('have the same best where nothing else tells items apart', () => {
    const { late } = lateScores(9);
    const some = new RawScores([{ scores: late, mean: 0, rate: 1 }], ITEMS);
    const items = [...Array(ITEMS).keys()];
    expect(some.top(items, 20)).toEqual(topItems(items, late.asSource().scores, 20));
  });

  it('keep what has been replaced', () => {
    const { late } = lateScores(8);
    const some = new RawScores([{ scores: late, mean: 0, rate: 1 }], ITEMS);
    some.replace(11, 40);
    expect(some.of(11)).toBe(40);
    expect(some.top([3, 11, 12], 1)).toEqual([11]);
    expect(some.all()[11]).toBe(40);
  });
});

describe('a blend of which one source is late', () => {
  const weights = Object.fromEntries(SOURCES.map((source) => [source, 0])) as Record<Source, number>;
  Object.assign(weights, { ials: 1, plot: 0.5 });
  const { late, random } = lateScores(7);
  const ials = Float32Array.from({ length: ITEMS }, () => random());
  const candidates = [...Array(ITEMS).keys()].filter((item) => item % 11 !== 0);
  const [some, full] = [late.asSource(), late.asSource().scores].map(
    (plot) => new Blend({ ials, plot }, weights, candidates),
  );

  it('scores, fades and explains as with all of them', () => {
    for (const blend of [some, full]) blend.keep(candidates[4], 0.7);
    for (const item of candidates.slice(0, 200)) {
      expect(some.score(item)).toBeCloseTo(full.score(item), 6);
      expect(some.explain(item).contributions.plot).toBeCloseTo(full.explain(item).contributions.plot, 6);
      expect(some.contributionAboveMean('plot', item)).toBeCloseTo(
        full.contributionAboveMean('plot', item),
        6,
      );
    }
    expect(some.top(candidates, 100)).toEqual(full.top(candidates, 100));
  });

  it('is weighed anew as if it were made anew', () => {
    const other = { ...weights, ials: 0.2 };
    const anew = new Blend({ ials, plot: late.asSource().scores }, other, candidates);
    expect(some.reweighed(other).top(candidates, 100)).toEqual(anew.top(candidates, 100));
  });
});
