import { describe, expect, it } from '@jest/globals';
import { buildFeatures } from './data/feature-matrix.js';
import { alignItems, InteractionsBuilder, type RatingsMatrix } from './data/interactions.js';
import type { Item } from './data/item.js';
import { ITEMS_PER_GROUP, twoGroups } from './data/two-groups.fixture.js';
import { lastRated, type UserPreferences, userPreferences } from './data/user-preferences.js';
import { fitContext, type ScoredUser, type Scorer, type SourceTraits } from './models/scorer.js';
import { SCORER_IDS, SCORERS } from './scores/scorers.js';
import { buildSideFeatures, fitStars } from './rating-prediction/star-fit.js';
import { StarPredictor } from './rating-prediction/star-predictor.js';
import { decodeModel, encodeModel } from './storage/model-file.js';

type ScoreItems = (user: UserPreferences) => ScoredUser;

/** A model as all of them are: it learns a state that is plain data, and scores every item for preferences from that alone. */
interface ModelCase {
  sources: Record<string, SourceTraits>;
  fit(ratings: RatingsMatrix, items: readonly Item[]): unknown;
  serve(state: unknown): ScoreItems;
}

function scorerCase<State, Model>(
  { sources, fit, load, score }: Scorer<State, Model, ScoredUser, object>,
  changed?: object,
): ModelCase {
  return {
    sources,
    fit: (ratings, items) => fit(fitContext(items, ratings), changed),
    serve: (state) => {
      const model = load(state as State);
      return (user) => score(model, { user, asOf: lastRated(user.times) });
    },
  };
}

/** A short chain: nothing here depends on how well it has mixed. */
const SHORT_SAMPLER = { warmUp: 10, samples: 4, spacing: 3 };
/** Small models are as good here, and quicker; and a taste of three likes is no world yet unless any counts. */
const CHANGED: Record<string, object | undefined> = { ials: { dimensions: 6 }, world: { ordinary: 0 } };

/** Everything the registry has, and the star predictor, which obeys the same rules. */
const MODELS: Record<string, ModelCase> = {
  ...Object.fromEntries(
    Object.entries(SCORERS as unknown as Record<string, Scorer<unknown, unknown, ScoredUser, object>>).map(
      ([id, scorer]) => [id, scorerCase(scorer, CHANGED[id])],
    ),
  ),
  stars: {
    sources: { stars: { contribution: 'collaborative' } },
    fit: (ratings, items) => fitStars(ratings, buildSideFeatures(items, buildFeatures(items)), SHORT_SAMPLER),
    serve: (state) => {
      const predictor = new StarPredictor(state as StarPredictor['state']);
      return (user) => {
        const foldedUser = predictor.foldIn(user);
        const scores = Float32Array.from(predictor.state.row, (_, item) =>
          predictor.predict(foldedUser, item),
        );
        return { sources: { stars: { scores } } };
      };
    },
  },
};

const { items, ratings } = twoGroups();
const itemIds = items.map(({ id }) => id);
const everybody = alignItems(ratings, itemIds);
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
  'everybody’s ratings': everybody,
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

/** What each source says, as plain lists. */
function listsOf({ sources }: ScoredUser): Record<string, number[]> {
  return Object.fromEntries(Object.entries(sources).map(([source, { scores }]) => [source, [...scores]]));
}

/** What the sources of a scorer say together. */
function sumOf({ sources }: ScoredUser): number[] {
  return items.map((_, item) => Object.values(sources).reduce((sum, { scores }) => sum + scores[item], 0));
}

describe('the registry', () => {
  it('names a single source as its scorer, and no two sources alike', () => {
    const names = SCORER_IDS.flatMap((id) => {
      const sources = Object.keys(SCORERS[id].sources);
      if (sources.length === 1) expect(sources).toEqual([id]);
      return sources;
    });
    expect(new Set(names).size).toBe(names.length);
  });
});

describe.each(Object.entries(MODELS))('%s', (_, { sources, fit, serve }) => {
  const state = fit(everybody, items);
  const score = serve(state);
  const personal = Object.values(sources).some(({ contribution }) => contribution !== 'popularity');

  it.each(Object.entries(SYNTHETIC_SIZES))('scores every film for anybody, fitted to %s', (__, matrix) => {
    const fitted = serve(fit(matrix, items));
    for (const user of Object.values(ASKERS)) {
      const scored = fitted(user);
      expect(Object.keys(scored.sources)).toEqual(Object.keys(sources));
      for (const { scores } of Object.values(scored.sources)) {
        expect(scores).toHaveLength(items.length);
        expect(scores.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('works without any films', () => {
    const nothing = serve(fit(alignItems(ratings, []), []));
    for (const { scores } of Object.values(nothing(rated({})).sources)) expect(scores).toHaveLength(0);
  });

  it('is the same for the same ratings, and leaves them and the films as they were', () => {
    const before = structuredClone({ everybody, items });
    expect(fit(everybody, items)).toEqual(state);
    expect({ everybody, items }).toEqual(before);
  });

  it('leaves its state and who asks as they were', () => {
    const before = structuredClone({ state, spaceLover });
    const { sources: scored } = serve(state)(spaceLover);
    for (const { terms } of Object.values(scored)) terms?.([0, 1], [0, 1]);
    expect({ state, spaceLover }).toEqual(before);
  });

  it('says the same of somebody however often it is asked, and whoever asked between', () => {
    const first = listsOf(score(spaceLover));
    score(dramaLover);
    expect(listsOf(score(spaceLover))).toEqual(first);
  });

  it('scores the same after having been saved and loaded', async () => {
    const header = {
      modelId: 'm',
      createdAt: '',
      seed: 1,
      dataHash: '',
      parameters: {},
      metrics: {},
    };
    const { structure } = await decodeModel(encodeModel(state, header));
    expect(structure).toEqual(state);
    const loaded = serve(structure);
    for (const user of Object.values(ASKERS)) expect(listsOf(loaded(user))).toEqual(listsOf(score(user)));
  });

  it('explains its scores by terms that sum to them, where it has terms', () => {
    const all = [...items.keys()];
    for (const user of Object.values(ASKERS)) {
      const positions = [...user.items.keys()];
      for (const { scores, terms } of Object.values(score(user).sources)) {
        if (!terms) continue;
        const found = terms(all, positions);
        expect(found).toHaveLength(all.length * positions.length);
        for (const item of all) {
          const own = found.subarray(item * positions.length, (item + 1) * positions.length);
          expect(own.reduce((sum, term) => sum + term, 0)).toBeCloseTo(scores[item], 4);
        }
        // A term is the same whichever others are asked for.
        const [item, position] = [all.length - 1, positions.length - 1];
        if (position >= 0) expect(terms([item], [position])[0]).toBeCloseTo(found.at(-1)!, 6);
      }
    }
  });

  if (personal) {
    it('prefers the films of one’s own taste, for a stranger with four ratings', () => {
      const [space, drama] = [sumOf(score(spaceLover)), sumOf(score(dramaLover))];
      expect(meanScore(space, 'space')).toBeGreaterThan(meanScore(space, 'drama'));
      expect(meanScore(drama, 'drama')).toBeGreaterThan(meanScore(drama, 'space'));
    });

    it('prefers other taste’s films by none of its sources', () => {
      const [space, drama] = [score(spaceLover).sources, score(dramaLover).sources];
      for (const source of Object.keys(sources)) {
        const [own, other] = [space[source].scores, drama[source].scores];
        expect(meanScore(own, 'space')).toBeGreaterThanOrEqual(meanScore(own, 'drama'));
        expect(meanScore(other, 'drama')).toBeGreaterThanOrEqual(meanScore(other, 'space'));
      }
    });
  } else {
    it('says the same to everybody', () => {
      expect(listsOf(score(spaceLover))).toEqual(listsOf(score(dramaLover)));
    });
  }
});
