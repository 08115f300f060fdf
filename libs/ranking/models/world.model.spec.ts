import { describe, expect, it } from '@jest/globals';
import { cinema } from '../data/cinema.fixture.js';
import type { Item } from '../data/item.js';
import { votesOf } from '../data/item-votes.js';
import { preferencesOf, userPreferences } from '../data/user-preferences.js';
import { fitWorld, WORLD_DEFAULTS, WorldModel, worldScorer } from './world.model.js';
import { AXES, HABITS, WORLD_AXES } from './world-axes.js';

const { items, ratings } = cinema();
const state = fitWorld({ items, ratings, votes: votesOf(items) });
const model = new WorldModel(state);

const among = (wanted: (item: Item) => boolean, count: number, from = 0) =>
  [...items.keys()].filter((at) => wanted(items[at])).slice(from, from + count);
const french = ({ language }: Item) => language === 'fr';
const english = ({ language }: Item) => language === 'en';
const rated = (of: readonly number[], stars: number) => of.map((item) => ({ item, stars }));
/** How many of the 30 best that are not rated pass. */
function share(scores: Float32Array, user: { items: Int32Array }, wanted: (item: Item) => boolean): number {
  const best = [...scores.keys()]
    .filter((at) => !user.items.includes(at))
    .sort((a, b) => scores[b] - scores[a])
    .slice(0, 30);
  return best.filter((at) => wanted(items[at])).length / 30;
}
const scored = (user: ReturnType<typeof userPreferences>) => worldScorer.score(model, { user }).sources;

/** The formulas of the model's description, by names instead of columns. */
function reference(liked: Map<number, number>): { clarity: number; scores: number[] } {
  const { shrinkage, edge, catalogueShare } = WORLD_DEFAULTS;
  const likes = items.map(
    (_, at) => [...ratings.items].filter((item, e) => item === at && ratings.stars[e] >= 3).length,
  );
  const total = likes.reduce((a, b) => a + b);
  const weight = likes.map((count) => catalogueShare / items.length + ((1 - catalogueShare) * count) / total);
  const n = [...liked.values()].reduce((a, b) => a + b, 0);
  let clarity = 0;
  const axes: { kappa: number; own: number; isHabit: boolean; logLift: (item: number) => number }[] = [];
  const sums = items.map(() => 0);
  for (const axis of AXES) {
    const names = items.map((item) => [...new Set(WORLD_AXES[axis].of(item))]);
    const common = [...new Set(names.flat())].filter(
      (name) => names.filter((own) => own.includes(name)).length > 1,
    );
    const q = new Map(
      common.map((name) => [
        name,
        weight.filter((_, at) => names[at].includes(name)).reduce((a, b) => a + b, 0),
      ]),
    );
    const lift = (name: string, without?: number) => {
      const films = [...liked].filter(([item]) => item !== without);
      const x = films.filter(([item]) => names[item].includes(name)).reduce((sum, [, l]) => sum + l, 0);
      const of = films.reduce((sum, [, l]) => sum + l, 0);
      return q.has(name) ? Math.log((x + shrinkage) / (of * q.get(name)! + shrinkage)) : 0;
    };
    const logLift = (item: number, without?: number) =>
      names[item].reduce((sum, name) => sum + lift(name, without), 0);
    const own = [...liked].reduce((sum, [item, l]) => sum + (l / n) * logLift(item, item), 0);
    const everybody = common.reduce((sum, name) => sum + q.get(name)! * lift(name), 0);
    const kappa =
      WORLD_AXES[axis].weight * Math.min(2, Math.max(0, own - everybody - WORLD_AXES[axis].ordinary));
    clarity += kappa;
    if (kappa > 0) axes.push({ kappa, own, isHabit: HABITS.has(axis), logLift });
  }
  // A taste of few films: all axes but those of habit count more in what is in the world, until the films reach each other.
  const reached = axes.reduce((sum, { kappa, own }) => sum + kappa * Math.max(0, own), 0);
  const times = Math.max(1, Math.min((2 * 20) / (20 + n) / reached, 4));
  const sharper = 1 + Math.max(0, Math.min((clarity - 0.1) / 0.25, 1)) * (times - 1);
  for (const { kappa, isHabit, logLift } of axes)
    items.forEach((_, at) => (sums[at] += kappa * (isHabit ? 1 : sharper) * logLift(at)));
  const capped = Math.min(clarity, WORLD_DEFAULTS.clearestInAll);
  return { clarity: capped, scores: sums.map((sum) => capped / (1 + Math.exp(edge - sum))) };
}

describe('the world of a taste', () => {
  const lover = userPreferences([...rated(among(french, 7), 5), ...rated(among(english, 1), 4)]);

  it('is open to no doubt where few films speak for it: four French ones beside one that everybody knows', () => {
    const few = userPreferences([...rated(among(french, 4), 5), ...rated(among(english, 1), 4)]);
    const world = model.likedWorld(few);
    const within = model.score(world).map((score) => score / world.clarity);
    const mean = (wanted: (item: Item) => boolean) => {
      const own = within.filter((_, at) => wanted(items[at]) && !few.items.includes(at));
      return own.reduce((a, b) => a + b) / own.length;
    };
    expect(mean(french)).toBeGreaterThan(0.6);
    expect(mean(english)).toBeLessThan(0.15);
  });

  it.each([
    ['of French films', lover],
    [
      'of horror',
      userPreferences(
        rated(
          among(({ genres }) => genres![0] === 'Horror', 9),
          4.5,
        ),
      ),
    ],
    [
      'of three French films and two others',
      userPreferences([...rated(among(french, 3), 5), ...rated(among(english, 2), 4)]),
    ],
    ['of everything', userPreferences(rated([...items.keys()].slice(0, 60), 4))],
  ])('is what its formulas say, computed by names: a taste %s', (_, user) => {
    const preferences = preferencesOf(user.stars);
    const slow = reference(
      new Map([...user.items].map((item, k) => [item, Math.max(preferences[k], 0) ** 2])),
    );
    const world = model.likedWorld(user);
    expect(world.clarity).toBeCloseTo(slow.clarity, 5);
    const fast = model.score(world);
    slow.scores.forEach((score, at) => expect(fast[at]).toBeCloseTo(slow.clarity === 0 ? 0 : score, 4));
  });

  it('is followed where seven of eight films are of it, and one makes none', () => {
    expect(share(scored(lover).world.scores, lover, french)).toBe(1);
    const one = userPreferences([...rated(among(french, 1), 5), ...rated(among(english, 7), 5)]);
    expect(model.likedWorld(one).directions.filter(({ axis }) => axis === 'language')).toEqual([]);
  });

  it('is none for a taste like everybody’s, however long', () => {
    const few = userPreferences(rated(among(english, 8), 5));
    const many = userPreferences(rated(among(english, 200), 4));
    for (const user of [few, many]) {
      expect(model.likedWorld(user).clarity).toBe(0);
      expect(scored(user).world.scores.every((score) => score === 0)).toBe(true);
    }
  });

  it('may be of a region whose languages are several', () => {
    const asian = ({ language }: Item) => language === 'ko' || language === 'zh';
    const user = userPreferences(rated(among(asian, 10), 5));
    expect(share(scored(user).world.scores, user, asian)).toBe(1);
  });

  it('may be of a country, whatever is spoken', () => {
    const irish = ({ id }: Item) => Number(id.slice(1)) % 20 === 5;
    const made = items.map((item) =>
      irish(item) ? { ...item, countries: ['IE'] } : { ...item, countries: ['US'] },
    );
    const there = new WorldModel(fitWorld({ items: made, ratings, votes: votesOf(made) }));
    const user = userPreferences(rated(among(irish, 8), 5));
    expect(share(worldScorer.score(there, { user }).sources.world.scores, user, irish)).toBeGreaterThan(0.35);
    expect(there.centre(there.likedWorld(user))).toMatchObject({ axis: 'country', name: 'IE' });
  });

  it('leaves the order within it to what others say of its films', () => {
    const { world, acclaim } = scored(lover);
    const byVotes = (average: number) => among((item) => french(item) && item.votes!.average === average, 40);
    for (const good of byVotes(8))
      for (const bad of byVotes(4)) expect(acclaim.scores[good]).toBeGreaterThanOrEqual(acclaim.scores[bad]);
    expect(acclaim.scores[byVotes(8)[1]]).toBeGreaterThan(acclaim.scores[byVotes(4)[1]]);
    const within = among(french, 40).map((at) => world.scores[at]);
    const beside = among(english, 300).map((at) => world.scores[at]);
    expect(Math.min(...within)).toBeGreaterThan(Math.max(...beside));
  });

  it('says what it is of and how a film belongs to it', () => {
    const world = model.likedWorld(lover);
    const centre = model.centre(world)!;
    expect(centre).toMatchObject({ axis: 'language', name: 'fr' });
    const [own] = among(french, 1, 8);
    expect(model.has(own, centre)).toBe(true);
    expect(model.named(world, own)[0]).toEqual(centre);
    expect(model.named(world, among(english, 1)[0])).not.toContainEqual(centre);
    expect(model.centre(model.likedWorld(userPreferences([])))).toBeUndefined();
  });

  it('is kept away from where somebody only dislikes, and not where they like more', () => {
    const hater = userPreferences(rated(among(french, 8), 1));
    const { world } = scored(hater);
    const mean = (wanted: (item: Item) => boolean) => {
      const of = [...items.keys()].filter((at) => wanted(items[at]));
      return of.reduce((sum, at) => sum + world.scores[at], 0) / of.length;
    };
    expect(mean(french)).toBeLessThan(mean(english) - 0.3);
    const critic = userPreferences([...rated(among(french, 8), 1), ...rated(among(french, 12, 8), 5)]);
    expect(model.dislikedWorld(critic).clarity).toBe(0);
  });
});
