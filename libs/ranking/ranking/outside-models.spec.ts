import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { alignItems } from '../data/interactions.js';
import { twoGroups } from '../data/two-groups.fixture.js';
import { fitContext } from '../models/scorer.js';
import { parseWeights } from '../scores/blend.js';
import { QUICK_STARS } from '../rating-prediction/star-predictor.js';
import { outsideModels } from './outside.fixture.js';
import { adoptOutsideModels } from './outside-models.js';
import { Ranker } from './ranker.js';

const data = twoGroups();
const ids = data.items.map(({ id }) => id);
const context = fitContext(data.items, alignItems(data.ratings, ids));
const weights = parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8')));

describe('models trained elsewhere', () => {
  it('are put where the catalogue has their films, whatever their order', () => {
    const there = ids.toReversed();
    const brought = outsideModels(data, there);
    const { models } = adoptOutsideModels(brought, context);
    const { ties } = models.sequence;
    const [first] = [...brought.ratingCounts.keys()].filter(
      (row) => brought.sequence.offsets[row + 1] > brought.sequence.offsets[row],
    );
    const entries = (
      offsets: Int32Array,
      row: number,
      columns: Int32Array,
      values: Float32Array,
      of: string[],
    ) =>
      Object.fromEntries(
        Array.from({ length: offsets[row + 1] - offsets[row] }, (_, k) => [
          of[columns[offsets[row] + k]],
          values[offsets[row] + k],
        ]),
      );
    const { offsets, columns, values } = brought.sequence;
    const item = ids.indexOf(there[first]);
    expect(entries(ties.offsets, item, ties.columns, ties.values, ids)).toEqual(
      entries(offsets, first, columns, values, there),
    );
    for (let row = 0; row < ids.length; row++) {
      const own = ties.columns.subarray(ties.offsets[row], ties.offsets[row + 1]);
      expect([...own]).toEqual([...own].sort((a, b) => a - b));
    }
  });

  it('leave films out that are gone, and give new ones what their features and votes suggest', () => {
    const [fresh, ...known] = ids;
    const { models, stars } = adoptOutsideModels(outsideModels(data, [...known, 'gone']), context);
    const d = models.ials.parameters.dimensions;
    expect(models.ials.itemFactors).toHaveLength(ids.length * d);
    expect(Math.hypot(...models.ials.itemFactors.subarray(0, d))).toBeGreaterThan(0);
    expect(stars.row[ids.indexOf(fresh)]).toBe(-1);
    expect(stars.row.filter((row) => row >= 0)).toHaveLength(known.length);
  });

  it('make lists as good as our own of the same ratings', () => {
    const outside = outsideModels(data);
    const request = { ratings: [{ item: ids[0], stars: 5, ratedAt: 0 }], limit: 5 };
    const own = Ranker.fit(data, { weights, stars: QUICK_STARS }).recommend(request);
    const theirs = new Ranker(Ranker.fit(data, { weights, outside }).state).recommend(request);
    const shared = theirs.filter(({ item }) => own.some((other) => other.item === item));
    expect(shared.length).toBeGreaterThanOrEqual(4);
    for (const { predictedRating } of theirs) {
      expect(predictedRating).toBeGreaterThanOrEqual(1);
      expect(predictedRating).toBeLessThanOrEqual(5);
    }
  });
});
