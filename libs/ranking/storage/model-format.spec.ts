import { describe, expect, it } from '@jest/globals';
import { alignItems } from '../data/interactions.js';
import { twoGroups } from '../data/two-groups.fixture.js';
import { fitContext } from '../models/scorer.js';
import { fitModels } from '../scores/scorers.js';
import { buildSideFeatures, fitStars } from '../rating-prediction/star-fit.js';
import { MODEL_FORMAT } from './model-format.js';

/** What a structure is made of, whatever its numbers: keys, kinds of arrays, nesting. */
function shapeOf(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  if (Array.isArray(value)) {
    const shapes = new Map(value.map(shapeOf).map((shape) => [JSON.stringify(shape), shape]));
    return [...shapes.values()];
  }
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shapeOf(entry)]));
}

const { items, ratings } = twoGroups();
const itemIds = items.map(({ id }) => id);
const context = fitContext(
  items.map((item) => ({ ...item, collection: 'a series', votes: { average: 7, count: 100 } })),
  alignItems(ratings, itemIds),
);
const states = {
  ...fitModels(context),
  stars: fitStars(context.ratings, buildSideFeatures(items, context.features), { warmUp: 2, samples: 2 }),
};

describe('the shape of a state', () => {
  // A shape that differs from the committed one is a new format: raise MODEL_FORMAT and the new shape is written.
  it.each(Object.entries(states))(`is what it was in format ${MODEL_FORMAT}: %s`, (_, state) => {
    expect(shapeOf(state)).toMatchSnapshot();
  });

  it('tells apart what a reader would have to know', () => {
    const { popularity } = states;
    const changes = [
      { ...popularity, likes: Float32Array.from(popularity.likes) },
      { ...popularity, likes: [...popularity.likes] },
      { ...popularity, likes: { counts: popularity.likes } },
      { ...popularity, more: 1 },
      { counts: popularity.counts },
    ];
    for (const changed of changes) expect(shapeOf(changed)).not.toEqual(shapeOf(popularity));
    expect(shapeOf({ ...popularity, likes: new Int32Array(3) })).toEqual(shapeOf(popularity));
  });
});
