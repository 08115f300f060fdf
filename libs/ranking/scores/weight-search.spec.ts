import { describe, expect, it } from '@jest/globals';
import { BlendWeights, weightsFor } from './blend.js';
import { type Source, SOURCES } from './scorers.js';
import { ndcgAt } from '../math/metrics.js';
import { seededRandom } from '../math/random.js';
import { topItems } from '../math/top-items.js';
import { ndcgOfScores, SearchCase, searchWeights } from './weight-search.js';

const ITEMS = 200;

describe('NDCG from scores', () => {
  it('is that of the sorted list, ties and excluded items included', () => {
    const random = seededRandom(2);
    for (let trial = 0; trial < 50; trial++) {
      const scores = Float32Array.from({ length: ITEMS }, () => Math.floor(random() * 40));
      const excluded = Uint8Array.from({ length: ITEMS }, () => (random() < 0.2 ? 1 : 0));
      const open = [...Array(ITEMS).keys()].filter((item) => !excluded[item]);
      const relevant = [...Array(ITEMS).keys()].filter(() => random() < 0.1).concat(open[0]);
      const ranked = topItems(open, scores, 30);
      const wanted = new Set(relevant);
      expect(ndcgOfScores(scores, Int32Array.from(wanted), excluded, 30)).toBeCloseTo(
        ndcgAt(ranked, wanted, 30),
        12,
      );
    }
  });

  it('never finds what may not be listed, however high its score', () => {
    const scores = Float32Array.of(9, 3, 2, 1);
    const excluded = Uint8Array.of(1, 0, 0, 0);
    const both = 1 + 1 / Math.log2(3);
    expect(ndcgOfScores(scores, Int32Array.of(0, 1), excluded, 100)).toBeCloseTo(1 / both, 12);
    expect(ndcgOfScores(scores, Int32Array.of(0), excluded, 100)).toBe(0);
  });
});

describe('the search for weights', () => {
  const start: BlendWeights = {
    ratings: [0, 1, 20],
    sources: Object.fromEntries(SOURCES.map((source) => [source, [1, 1, 1]])) as Record<Source, number[]>,
  };

  /** Users with one rating like what is popular, users with twenty what the item-linear model says; the rest is noise. */
  function users(): SearchCase[] {
    const random = seededRandom(7);
    const noise = () => Float32Array.from({ length: ITEMS }, () => random() * 4 - 2);
    return Array.from({ length: 40 }, (_, at) => {
      const ratings = at % 2 ? 1 : 20;
      const scores = Object.fromEntries(SOURCES.map((source) => [source, noise()])) as SearchCase['scores'];
      const informative = ratings === 1 ? scores.popularity : scores.itemLinear;
      const relevant = Int32Array.from(topItems([...informative.keys()], informative, 8));
      return { ratings, scores, relevant, excluded: new Uint8Array(ITEMS), weight: 1 };
    });
  }
  const cases = users();
  const meanOf = (weights: BlendWeights) =>
    cases.reduce((sum, { ratings, scores, relevant, excluded }) => {
      const own = weightsFor(weights, ratings);
      const raw = new Float32Array(ITEMS).map((_, item) =>
        SOURCES.reduce((total, source) => total + own[source] * scores[source][item], 0),
      );
      return sum + ndcgOfScores(raw, relevant, excluded, 100) / cases.length;
    }, 0);

  it('finds which source tells, separately by number of ratings', () => {
    const { weights, mean } = searchWeights(cases, start);
    const [few, many] = [weightsFor(weights, 1), weightsFor(weights, 20)];
    const strongest = (row: Record<Source, number>) => SOURCES.reduce((a, b) => (row[b] > row[a] ? b : a));
    expect(strongest(few)).toBe('popularity');
    expect(strongest(many)).toBe('itemLinear');
    expect(mean).toBeGreaterThan(meanOf(start) + 0.2);
  });

  it('says truly what its weights are worth, and leaves the start as it was', () => {
    const before = structuredClone(start);
    const { weights, mean } = searchWeights(cases, start, { rounds: 1 });
    expect(meanOf(weights)).toBeCloseTo(mean, 4);
    expect(start).toEqual(before);
    expect(weights.sources.popularity[0]).toBe(1);
  });

  it('keeps to its floor', () => {
    const { weights } = searchWeights(cases, start, { floor: { genres: 0.5 } });
    expect(Math.min(...weights.sources.genres.slice(1))).toBeGreaterThanOrEqual(0.5);
  });

  it('keeps to its ceiling', () => {
    const [free, bounded] = [{}, { ceiling: { itemLinear: 1.5 } }].map((options) =>
      Math.max(...searchWeights(cases, start, options).weights.sources.itemLinear),
    );
    expect(free).toBeGreaterThan(1.5);
    expect(bounded).toBeLessThanOrEqual(1.5);
  });
});
