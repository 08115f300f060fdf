import { describe, expect, it } from '@jest/globals';
import { ContentModel } from './models/content.model.js';
import { buildFeatures } from './data/feature-matrix.js';
import type { Item } from './data/item.js';
import { votesOf } from './models/item-votes.js';
import { fitIals, IALS_DEFAULTS, IalsModel } from './models/ials.model.js';
import { alignItems, InteractionsBuilder, type RatingsMatrix } from './data/interactions.js';
import { fitItemLinear, ItemLinearModel } from './models/item-linear.model.js';
import { decodeModel, encodeModel } from './storage/model-file.js';
import { fitPopularity, PopularityModel } from './models/popularity.model.js';
import { fitSequence, SequenceModel } from './models/sequence.model.js';
import { fitStars, buildSideFeatures } from './rating-prediction/star-fit.js';
import { StarPredictor } from './rating-prediction/star-predictor.js';
import { lastRated, type UserPreferences, userPreferences } from './data/user-preferences.js';
import { fitTrend, TrendModel } from './models/trend.model.js';
import { ITEMS_PER_GROUP, twoGroups } from './data/two-groups.fixture.js';
import { fitUserNeighbourhood, UserNeighbourhoodModel } from './models/user-knn.model.js';

type ScoreItems = (user: UserPreferences) => ArrayLike<number>;

/** A model as all of them are: it learns a state that is plain data, and scores every item for preferences from that alone. */
interface ModelCase {
  /** Whether it knows one user from another. */
  personal: boolean;
  fit(ratings: RatingsMatrix, items: readonly Item[]): unknown;
  serve(state: unknown): ScoreItems;
}

function modelCase<State>(
  personal: boolean,
  fit: (ratings: RatingsMatrix, items: readonly Item[]) => State,
  serve: (state: State) => ScoreItems,
): ModelCase {
  return { personal, fit, serve: (state) => serve(state as State) };
}

/** A short chain: nothing here depends on how well it has mixed. */
const SHORT_SAMPLER = { warmUp: 10, samples: 4, spacing: 3 };

const MODELS: Record<string, ModelCase> = {
  popularity: modelCase(
    false,
    (ratings, items) => fitPopularity(ratings, votesOf(items)),
    (state) => () => new PopularityModel(state).score(),
  ),
  trend: modelCase(
    false,
    (ratings) => fitTrend(ratings),
    (state) => (user) => new TrendModel(state).score(lastRated(user.times)),
  ),
  'item-linear': modelCase(
    true,
    (ratings, items) => fitItemLinear(ratings, buildFeatures(items).kinds.genres),
    (state) => (user) => new ItemLinearModel(state).score(user),
  ),
  iALS: modelCase(
    true,
    (ratings) => fitIals(ratings, { ...IALS_DEFAULTS, dimensions: 6 }),
    (state) => {
      const model = new IalsModel(state);
      return (user) => model.score(model.foldIn(user));
    },
  ),
  'user-neighbourhood': modelCase(
    true,
    (ratings) => fitUserNeighbourhood(ratings),
    (state) => {
      const model = new UserNeighbourhoodModel(state);
      return (user) => model.score(model.neighbours(user));
    },
  ),
  sequence: modelCase(
    true,
    (ratings) => fitSequence(ratings),
    (state) => {
      const model = new SequenceModel(state);
      return (user) => model.score(user);
    },
  ),
  content: modelCase(
    true,
    (_, items) => buildFeatures(items),
    (state) => {
      const model = new ContentModel(state);
      return (user) => {
        const profile = model.profile(user);
        const plots = model.scorePlots(profile);
        return model.score(profile, 'genres').map((score, item) => score + plots[item]);
      };
    },
  ),
  stars: modelCase(
    true,
    (ratings, items) => fitStars(ratings, buildSideFeatures(items, buildFeatures(items)), SHORT_SAMPLER),
    (state) => {
      const predictor = new StarPredictor(state);
      return (user) => {
        const foldedUser = predictor.foldIn(user);
        return Array.from(state.row, (_, item) => predictor.predict(foldedUser, item));
      };
    },
  ),
};

const { items, ratings } = twoGroups();
const itemIds = items.map(({ id }) => id);
const world = alignItems(ratings, itemIds);
const rated = (of: Record<string, number>) =>
  userPreferences(
    Object.entries(of).map(([id, stars]) => ({ item: itemIds.indexOf(id), stars, time: 1_000_010 })),
  );
/** Ratings of the fixture's items, by user. */
function worldOf(users: Record<string, number>[]): RatingsMatrix {
  const builder = new InteractionsBuilder();
  users.forEach((of, user) => {
    for (const [id, stars] of Object.entries(of)) builder.add(`u${user}`, id, stars, 1_000_000 + user);
  });
  return alignItems(builder.build(), itemIds);
}

const spaceLover = rated({ 'space-1': 5, 'space-4': 4, 'space-7': 5, 'drama-2': 1 });
const dramaLover = rated({ 'drama-1': 5, 'drama-4': 4, 'drama-7': 5, 'space-2': 1 });
const ASKERS: Record<string, UserPreferences> = {
  'nobody in particular': rated({}),
  'somebody with one rating': rated({ 'space-1': 5 }),
  'somebody with a film nobody rated': rated({ 'drama-new': 5 }),
  'somebody who likes nothing': rated({ 'space-1': 0.5, 'drama-3': 0.5 }),
  'somebody who rated everything': rated(Object.fromEntries(itemIds.map((id) => [id, 3]))),
  'a lover of space': spaceLover,
};
const SYNTHETIC_SIZES: Record<string, RatingsMatrix> = {
  'everybody’s ratings': world,
  'no ratings at all': worldOf([]),
  'one person': worldOf([{ 'space-1': 5, 'space-2': 4, 'drama-1': 2 }]),
  'one rating': worldOf([{ 'space-1': 4 }]),
  'people with one rating each': worldOf(itemIds.slice(0, 12).map((id, at) => ({ [id]: 1 + (at % 5) }))),
  'people who all rate alike': worldOf(Array.from({ length: 5 }, () => ({ 'space-1': 3, 'space-2': 3 }))),
  'few of the films': worldOf([
    { 'space-1': 5, 'drama-1': 1 },
    { 'space-1': 4, 'drama-2': 2 },
  ]),
};

/** Mean score of preferences's items, apart from those either lover has rated. */
function meanScore(scores: ArrayLike<number>, user: string): number {
  const own = Array.from({ length: ITEMS_PER_GROUP }, (_, n) => itemIds.indexOf(`${user}-${n}`)).filter(
    (item) => !spaceLover.items.includes(item) && !dramaLover.items.includes(item),
  );
  return own.reduce((sum, item) => sum + scores[item], 0) / own.length;
}

describe.each(Object.entries(MODELS))('%s', (_, { personal, fit, serve }) => {
  const state = fit(world, items);
  const score = serve(state);

  it.each(Object.entries(SYNTHETIC_SIZES))('scores every film for anybody, fitted to %s', (__, matrix) => {
    const fitted = serve(fit(matrix, items));
    for (const user of Object.values(ASKERS)) {
      const scores = Array.from(fitted(user));
      expect(scores).toHaveLength(items.length);
      expect(scores.every(Number.isFinite)).toBe(true);
    }
  });

  it('is the same for the same ratings, and leaves them as they were', () => {
    const before = structuredClone(world);
    expect(fit(world, items)).toEqual(state);
    expect(world).toEqual(before);
  });

  it('says the same of somebody however often it is asked, and whoever asked between', () => {
    const first = Array.from(score(spaceLover));
    score(dramaLover);
    expect(Array.from(score(spaceLover))).toEqual(first);
  });

  it('scores the same after having been saved and loaded', async () => {
    const header = { modelId: 'm', createdAt: '', seed: 1, dataHash: '', parameters: {}, metrics: {} };
    const loaded = serve((await decodeModel(encodeModel(state, header))).structure);
    for (const user of Object.values(ASKERS))
      expect(Array.from(loaded(user))).toEqual(Array.from(score(user)));
  });

  if (personal) {
    it('prefers the films of one’s own taste, for a stranger with four ratings', () => {
      const [space, drama] = [score(spaceLover), score(dramaLover)];
      expect(meanScore(space, 'space')).toBeGreaterThan(meanScore(space, 'drama'));
      expect(meanScore(drama, 'drama')).toBeGreaterThan(meanScore(drama, 'space'));
    });
  } else {
    it('says the same to everybody', () => {
      expect(Array.from(score(spaceLover))).toEqual(Array.from(score(dramaLover)));
    });
  }
});
