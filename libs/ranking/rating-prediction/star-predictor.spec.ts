import { describe, expect, it } from '@jest/globals';
import { buildFeatures } from '../data/feature-matrix.js';
import { alignItems, InteractionsBuilder } from '../data/interactions.js';
import { rootMeanSquaredError } from '../math/metrics.js';
import { seededRandom } from '../math/random.js';
import { buildSideFeatures, fitStars } from './star-fit.js';
import { StarPredictor } from './star-predictor.js';
import { userPreferences, preferencesOfRow } from '../data/user-preferences.js';
import { twoGroups } from '../data/two-groups.fixture.js';

const { items, ratings } = twoGroups();
const itemIds = items.map((item) => item.id);
const aligned = alignItems(ratings, itemIds);
/** A short chain, for what does not depend on how well it has mixed. */
const brief = { warmUp: 10, samples: 6, spacing: 3 };
const predictor = new StarPredictor(fitStars(aligned));
const index = (id: string) => itemIds.indexOf(id);
const stars = (of: Record<string, number>) =>
  userPreferences(Object.entries(of).map(([id, value]) => ({ item: index(id), stars: value })));

const CAMP = 60;
const LOVED = [0, 3, 6, 9, 12];

/**
 * Two camps of films and people. Whether somebody rates a film, and what, is a rule without noise, which can be explained in more
 * than one way; other people, who know few films, decide between them.
 */
function noiselessCamps() {
  const films = Array.from({ length: 2 * CAMP }, (_, at) => ({
    id: String(at),
    genres: at < CAMP ? ['Science Fiction', 'Adventure'] : ['Drama', 'Romance'],
    language: at < CAMP ? 'en' : 'fr',
    year: 1960 + (at % CAMP),
    votes: { average: 7, count: 500 - (at % CAMP) },
  }));
  const ratings = (seed: number) => {
    const random = seededRandom(seed);
    const builder = new InteractionsBuilder();
    for (let user = 0; user < 60; user++)
      for (let item = 0; item < 2 * CAMP; item++) {
        const [n, p] = [item % CAMP, user % 30];
        const isOwn = item < CAMP === user < 30;
        if ((n * 7 + p * 3) % 4 === 0)
          builder.add(String(user), String(item), isOwn ? 4 + ((n + p) % 3) / 2 : 1.5, 0);
      }
    for (let other = 0; other < 50; other++) {
      const own = random() < 0.6 ? 0 : CAMP;
      const isLover = random() < 0.75;
      const rated = new Map(isLover ? LOVED.map((n) => [own + n, 5]) : []);
      if (!isLover || random() < 0.2)
        for (let more = 0; more < 3; more++)
          rated.set(Math.floor(random() * 2 * CAMP), [1, 3, 4, 5][Math.floor(random() * 4)]);
      for (const [item, stars] of rated) builder.add(`other ${other}`, String(item), stars, 1);
    }
    return builder.build();
  };
  return { films, ratings };
}

describe('star predictor', () => {
  it('predicts the mean over its draws of the formula, written out', () => {
    const { parameters, mean, scale, itemMeans } = predictor.state;
    const { samples, dimensions } = parameters;
    const foldedUser = predictor.foldIn(stars({ 'space-1': 4, 'drama-0': 2, 'drama-5': 3 }));
    itemIds.forEach((_, item) => {
      let sum = foldedUser.bias;
      for (let s = 0; s < samples; s++) {
        const at = s * (dimensions + 1);
        const factorsOfItem = itemMeans.subarray(item * samples * (dimensions + 1) + at);
        sum += factorsOfItem[0];
        for (let f = 1; f <= dimensions; f++) sum += foldedUser.factors[at + f] * factorsOfItem[f];
      }
      const value = Math.max(1, Math.min(5, mean + (scale * sum) / samples));
      expect(predictor.predict(foldedUser, item)).toBeCloseTo(value, 10);
    });
  });

  it('predicts each taste its own stars', () => {
    const foldedUser = predictor.foldIn(
      stars({ 'space-1': 5, 'space-2': 5, 'space-5': 4, 'drama-0': 1, 'drama-3': 1 }),
    );
    expect(predictor.predict(foldedUser, index('space-0'))).toBeGreaterThan(3.8);
    expect(predictor.predict(foldedUser, index('drama-1'))).toBeLessThan(2.2);
  });

  it('finds planted stars better than the means do', () => {
    const random = seededRandom(5);
    const builder = new InteractionsBuilder();
    const held: { user: number; item: number; stars: number }[] = [];
    for (let user = 0; user < 80; user++) {
      for (let item = 0; item < 40; item++) {
        const value = 3 + ((user % 2) * 2 - 1) * ((item % 2) * 2 - 1) * 1.5;
        if (random() < 0.2) held.push({ user, item, stars: value });
        else builder.add(String(user), String(item), value, 0);
      }
    }
    const train = alignItems(
      builder.build(),
      Array.from({ length: 40 }, (_, item) => String(item)),
    );
    const error = (dimensions: number) => {
      const fitted = new StarPredictor(fitStars(train, {}, { ...brief, dimensions }));
      const users = Array.from({ length: 80 }, (_, user) => fitted.foldIn(preferencesOfRow(train, user)));
      return rootMeanSquaredError(
        held.map(({ user, item }) => fitted.predict(users[user], item)),
        held.map((row) => row.stars),
      );
    };
    expect(error(0)).toBeGreaterThan(1.3);
    expect(error(4)).toBeLessThan(0.2);
  });

  it('finds the films of a camp good for its lover where ratings are without noise, whoever else is there', () => {
    const { films, ratings: camps } = noiselessCamps();
    const ids = films.map(({ id }) => id);
    const facts = buildSideFeatures(films, buildFeatures(films));
    for (const others of [1, 2, 5, 6]) {
      const train = alignItems(camps(others), ids);
      const fitted = new StarPredictor(fitStars(train, facts));
      const lover = fitted.foldIn(userPreferences(LOVED.map((item) => ({ item, stars: 5 }))));
      const predicted = films.map((_, item) => fitted.predict(lover, item));
      expect(Math.min(...predicted.slice(0, CAMP))).toBeGreaterThan(4.25);
      expect(Math.max(...predicted.slice(CAMP))).toBeLessThan(3.5);
    }
  });

  it('predicts a stranger what it predicts somebody it was fitted with who rated alike', () => {
    const others = new InteractionsBuilder();
    for (let user = 1; user < ratings.userCount; user++) {
      for (let e = ratings.offsets[user]; e < ratings.offsets[user + 1]; e++) {
        const item = ratings.itemIds[ratings.items[e]];
        others.add(ratings.userIds[user], item, ratings.stars[e], ratings.times[e]);
      }
    }
    const without = new StarPredictor(fitStars(alignItems(others.build(), itemIds)));
    const user = preferencesOfRow(aligned, 0);
    const known = predictor.foldIn(user);
    const stranger = without.foldIn(user);
    const unseen = itemIds.map((_, item) => item).filter((item) => !user.items.includes(item));
    const apart = rootMeanSquaredError(
      unseen.map((item) => predictor.predict(known, item)),
      unseen.map((item) => without.predict(stranger, item)),
    );
    expect(apart).toBeLessThan(0.25);
  });

  it('moves towards a person’s ratings with the first one', () => {
    const item = index('space-0');
    const after = (given: number) => predictor.predict(predictor.foldIn(stars({ 'space-1': given })), item);
    expect(after(5)).toBeGreaterThan(after(3));
    expect(after(3)).toBeGreaterThan(after(1));
  });

  it('stays within its range for people of every kind and films without ratings', () => {
    const everything = (value: number) => stars(Object.fromEntries(itemIds.map((id) => [id, value])));
    for (const user of [userPreferences([]), everything(5), everything(0.5), stars({ 'drama-new': 2 })]) {
      const foldedUser = predictor.foldIn(user);
      itemIds.forEach((_, item) => {
        const value = predictor.predict(foldedUser, item);
        expect(value).toBeGreaterThanOrEqual(1);
        expect(value).toBeLessThanOrEqual(5);
      });
    }
  });

  it('believes outside votes where nobody here has rated', () => {
    const votes = {
      average: Float32Array.from(itemIds, (id) => (id === 'space-new' ? 8.5 : 6)),
      count: Float32Array.from(itemIds, () => 1000),
    };
    const fitted = new StarPredictor(fitStars(aligned, { votes }, brief));
    const nobody = fitted.foldIn(userPreferences([]));
    expect(fitted.predict(nobody, index('space-new'))).toBeGreaterThan(
      fitted.predict(nobody, index('drama-new')) + 0.5,
    );
  });

  it('predicts something sensible from no ratings at all, and from a single one', () => {
    const empty = new StarPredictor(fitStars(alignItems(new InteractionsBuilder().build(), itemIds)));
    expect(empty.predict(empty.foldIn(userPreferences([])), 0)).toBeCloseTo(3.5, 0);
    const one = new InteractionsBuilder().add('somebody', itemIds[0], 4, 0).build();
    const single = new StarPredictor(fitStars(alignItems(one, itemIds)));
    expect(single.predict(single.foldIn(userPreferences([])), 1)).toBeGreaterThan(3);
  });

  it('is the same for the same seed, and another for another', () => {
    const fitted = fitStars(aligned, {}, brief);
    expect(fitStars(aligned, {}, brief)).toEqual(fitted);
    expect(fitStars(aligned, {}, { ...brief, seed: 2 }).itemMeans).not.toEqual(fitted.itemMeans);
    const user = preferencesOfRow(aligned, 3);
    expect(predictor.foldIn(user)).toEqual(predictor.foldIn(user));
  });
});
