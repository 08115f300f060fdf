import { describe, expect, it } from '@jest/globals';
import { Blend, BlendWeights, headShares, parseWeights, weightsFor } from './blend.js';
import { standardise } from './spread.js';
import { CONTRIBUTION_OF, type Source, SOURCES } from './scorers.js';
import { LateScores } from '../late/late-scores.js';
import { RowMoments } from '../late/row-moments.js';
import { seededRandom } from '../math/random.js';

const none = Object.fromEntries(SOURCES.map((source) => [source, 0])) as Record<Source, number>;
const random = seededRandom(3);
const column = () => Float32Array.from({ length: 50 }, () => random() ** 3);
const sources = {
  popularity: column(),
  itemLinear: column(),
  genres: column(),
  decade: column(),
  plot: column(),
};
const weights = { ...none, popularity: 0.5, itemLinear: 1, genres: 0.3, decade: 0.2, plot: 0.1 };
const candidates = [...Array(50).keys()].filter((item) => item % 5 !== 0);
const total = (parts: object) => Object.values(parts).reduce((sum: number, part: number) => sum + part, 0);

describe('Blend', () => {
  const blend = new Blend(sources, weights, candidates);

  it('standardises over the candidates, written out', () => {
    const z = (scores: Float32Array, item: number) => {
      const values = candidates.map((candidate) => scores[candidate]);
      const mean = values.reduce((a, b) => a + b) / values.length;
      return (
        (scores[item] - mean) / Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)
      );
    };
    for (const item of candidates) {
      const expected = Object.entries(sources).reduce(
        (sum, [s, scores]) => sum + weights[s as Source] * z(scores, item),
        0,
      );
      expect(blend.raw[item]).toBeCloseTo(expected, 5);
    }
  });

  it('has scores from 0 to 1 in the order of the raw sums, made of contributions that add up', () => {
    const explained = candidates.map((item) => ({ raw: blend.raw[item], ...blend.explain(item) }));
    explained.sort((a, b) => a.raw - b.raw);
    expect(explained[0].score).toBeCloseTo(0, 6);
    expect(explained.at(-1)?.score).toBeCloseTo(1, 6);
    explained.forEach(({ score, contributions }, at) => {
      expect(Math.abs(total(contributions) - score)).toBeLessThan(1e-6);
      if (at > 0) expect(score).toBeGreaterThanOrEqual(explained[at - 1].score);
    });
  });

  it('takes an item, and all its parts, down to a share of its score, and no other', () => {
    const faded = new Blend(sources, weights, candidates);
    const [, one, other] = candidates;
    faded.keep(one, 0.8);
    const [before, after] = [blend.explain(one), faded.explain(one)];
    expect(after.score).toBeCloseTo(0.8 * before.score, 9);
    expect(faded.score(one)).toBeCloseTo(after.score, 9);
    expect(total(after.contributions)).toBeCloseTo(after.score, 9);
    expect(faded.explain(other)).toEqual(blend.explain(other));
  });

  it('changes by a contribution when its sources are left out', () => {
    const without = new Blend(sources, { ...weights, genres: 0, decade: 0 }, candidates);
    // Scores of the two blends are on different scales and zero points; differences between items, in raw units, are not.
    const rawRange =
      Math.max(...candidates.map((i) => blend.raw[i])) - Math.min(...candidates.map((i) => blend.raw[i]));
    const [first, ...others] = candidates;
    for (const item of others) {
      const lost = blend.raw[item] - without.raw[item] - (blend.raw[first] - without.raw[first]);
      const parts = blend.explain(item).contributions.genres - blend.explain(first).contributions.genres;
      expect(lost).toBeCloseTo(parts * rawRange, 6);
    }
  });

  it('weighs an absolute source by what it has to say: twice as far apart counts twice', () => {
    const scores = column();
    const apart = (by: number) => {
      const both = { itemLinear: sources.itemLinear, world: scores.map((score) => by * score) };
      const { raw } = new Blend(both, { ...none, itemLinear: 1, world: 3 }, candidates);
      const alone = new Blend({ itemLinear: sources.itemLinear }, { ...none, itemLinear: 1 }, candidates).raw;
      return raw[1] - alone[1] - (raw[2] - alone[2]);
    };
    expect(apart(1)).toBeCloseTo(3 * (scores[1] - scores[2]), 5);
    expect(apart(2)).toBeCloseTo(2 * apart(1), 5);
    expect(apart(0)).toBeCloseTo(0, 9);
    const centred = standardise(scores, candidates, true);
    expect(centred[1] - centred[2]).toBeCloseTo(scores[1] - scores[2], 6);
  });

  it('scores everything 0 when nothing tells the films apart', () => {
    const flat = new Blend({ popularity: new Float32Array(50).fill(2) }, weights, candidates);
    expect(flat.explain(3)).toMatchObject({ score: 0, contributions: { popularity: 0 } });
    expect([...flat.raw]).toEqual(Array(50).fill(0));
  });

  it('scores everything 0 when two sources cancel out', () => {
    const up = Float32Array.from({ length: 50 }, (_, item) => item);
    const opposed = { itemLinear: up, genres: up.map((score) => -score) };
    const { score, contributions } = new Blend(
      opposed,
      { ...none, itemLinear: 1, genres: 1 },
      candidates,
    ).explain(7);
    expect(score).toBe(0);
    expect(total(contributions)).toBe(0);
    expect(Object.values(contributions).every(Number.isFinite)).toBe(true);
  });

  it('takes no notice of scores that differ by rounding only', () => {
    const noise = Float32Array.from({ length: 50 }, (_, item) => (item % 2) * 1e-10);
    expect([...new Blend({ itemLinear: noise }, weights, candidates).raw]).toEqual(Array(50).fill(0));
  });

  it('copes with no candidates, and with no sources', () => {
    expect(() => new Blend(sources, weights, [])).not.toThrow();
    expect(new Blend({}, weights, []).raw).toHaveLength(0);
  });

  it('counts each source towards its contribution', () => {
    for (const source of SOURCES) {
      const { score, contributions } = new Blend(
        { [source]: column() },
        { ...none, [source]: 1 },
        candidates,
      ).explain(1);
      const others = Object.entries(contributions).filter(([name]) => name !== CONTRIBUTION_OF[source]);
      expect(contributions[CONTRIBUTION_OF[source]]).toBeCloseTo(score, 12);
      expect(others.every(([, part]) => part === 0)).toBe(true);
    }
  });

  it('finds the same of items looked at together as of each alone', () => {
    const rows = column();
    const moments = RowMoments.of(rows, 1, Int32Array.from(rows.keys()));
    const parts = [{ moments, vector: Float64Array.of(0.5) }];
    const plot = new LateScores(rows, parts, new Uint8Array(50)).asSource();
    const [alone, together] = [0, 1].map(() => new Blend({ ...sources, plot }, weights, candidates));
    const looked = candidates.slice(3, 20).reverse();
    together.keep(looked[0], 0.8);
    alone.keep(looked[0], 0.8);
    together.lookAt(looked);
    for (const item of candidates) {
      expect(together.explain(item)).toEqual(alone.explain(item));
      for (const source of SOURCES)
        expect(together.contributionAboveMean(source, item)).toBe(alone.contributionAboveMean(source, item));
    }
  });

  it('says how far a source lifts an item above the mean: over the candidates these sum to nothing', () => {
    const [low, high] = candidates
      .toSorted((a, b) => blend.raw[a] - blend.raw[b])
      .filter((_, at, all) => at % (all.length - 1) === 0);
    const lift = (item: number) =>
      SOURCES.reduce((sum, source) => sum + blend.contributionAboveMean(source, item), 0);
    expect(lift(high) - lift(low)).toBeCloseTo(1, 6);
    for (const source of SOURCES) {
      const sum = candidates.reduce((all, item) => all + blend.contributionAboveMean(source, item), 0);
      expect(sum).toBeCloseTo(0, 6);
    }
    expect(blend.contributionAboveMean('itemLinear', high)).not.toBe(0);
    expect(blend.contributionAboveMean('sequence', high)).toBe(0);
  });

  it('says what one unit of a source is worth', () => {
    const [a, b] = candidates;
    const difference =
      blend.contributionAboveMean('itemLinear', a) - blend.contributionAboveMean('itemLinear', b);
    expect(
      blend.unitContribution('itemLinear') * (sources.itemLinear[a] - sources.itemLinear[b]),
    ).toBeCloseTo(difference, 12);
    expect(blend.unitContribution('itemLinear')).toBeGreaterThan(0);
    expect(blend.unitContribution('sequence')).toBe(0);
  });
});

describe('standardise', () => {
  it('gives the candidates the mean 0 and the deviation 1', () => {
    const scaled = standardise(Float32Array.of(1, 3, 5, 41), [0, 2]);
    expect([...scaled]).toEqual([-1, 0, 1, 19]);
  });

  it('gives 0 to all when nothing tells them apart', () => {
    expect([...standardise(Float32Array.of(2, 2, 5), [0, 1])]).toEqual([0, 0, 0]);
  });
});

describe('weights', () => {
  const file: BlendWeights = {
    ratings: [0, 1, 9],
    sources: {
      ...(Object.fromEntries(SOURCES.map((s) => [s, [0, 0, 0]])) as Record<Source, number[]>),
      itemLinear: [0, 1, 3],
    },
  };

  it('interpolate between the gates and stay beyond the last', () => {
    expect(weightsFor(file, 0).itemLinear).toBe(0);
    expect(weightsFor(file, 1).itemLinear).toBe(1);
    expect(weightsFor(file, 9).itemLinear).toBe(3);
    expect(weightsFor(file, 500).itemLinear).toBe(3);
    const share = (Math.log(5) - Math.log(2)) / (Math.log(10) - Math.log(2));
    expect(weightsFor(file, 4).itemLinear).toBeCloseTo(1 + 2 * share, 12);
  });

  it('lie between the two nearest gates, whatever gates lie beyond', () => {
    const shares = headShares([0, 3, 15, 63], 1);
    for (const [at, share] of [0.5, 0.5, 0, 0].entries()) expect(shares[at]).toBeCloseTo(share, 12);
  });

  it('are read from a file’s content', () => {
    expect(parseWeights(JSON.parse(JSON.stringify(file)))).toEqual(file);
  });

  it('are read from a file that has former names of sources', () => {
    const { itemLinear, ials, userKnn, ...others } = file.sources;
    const former = { linear: itemLinear, factors: ials, neighbours: userKnn, ...others };
    expect(parseWeights({ ...file, sources: former })).toEqual(file);
    expect(Object.keys(parseWeights({ ...file, sources: former }).sources)).toEqual([...SOURCES]);
  });

  it('leave out a source that the file does not name', () => {
    const { decade, ...others } = file.sources;
    expect(parseWeights({ ...file, sources: others }).sources.decade).toEqual(decade.map(() => 0));
  });

  it.each([
    [null, /"ratings"/],
    [{ ...file, ratings: [] }, /"ratings" must be a list/],
    [{ ...file, ratings: [0, 'many'] }, /"ratings" must be a list/],
    [{ ...file, ratings: [1, 2, 3] }, /ascend from 0/],
    [{ ...file, ratings: [0, 9, 1] }, /ascend from 0/],
    [{ ...file, ratings: [0, 9, 9] }, /ascend from 0/],
    [{ ...file, sources: { ...file.sources, plot: [1] } }, /"sources.plot" must be 3 numbers/],
    [{ ...file, sources: { ...file.sources, people: [1, -1, 0] } }, /"sources.people"/],
    [{ ...file, sources: { ...file.sources, linear: [0, 1, 3] } }, /has "itemLinear" twice/],
    [{ ...file, sources: { ...file.sources, genre: [0, 1, 3] } }, /"sources.genre" is no source/],
    [{ ...file, sources: {} }, /names no source/],
    [{ ratings: file.ratings }, /names no source/],
  ])('are refused when wrong, naming the field', (json, message) => {
    expect(() => parseWeights(json)).toThrow(message);
  });
});
