import { describe, expect, it } from '@jest/globals';
import { type Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import { seededRandom } from '#ranking/math/random.js';
import { nextFilm } from './next-item.js';
import { entriesOf, keepRatings, type Split } from './split.js';
import { cutTo, FOLDS, strongGeneralisation } from './strong-generalisation.js';
import { unratedFilms } from './unrated-items.js';

/** 40 people, 60 films, each rated by about half of the people at a time of its own. */
function world(): Interactions {
  const random = seededRandom(7);
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 40; user++) {
    for (let film = 0; film < 60; film++) {
      if (random() < 0.5)
        builder.add(`u${user}`, `f${film}`, 1 + Math.floor(random() * 9) / 2, random() * 1e6);
    }
  }
  return builder.add('shy', 'f0', 5, 1).build();
}

const ratings = world();
const pairs = ({ userIds, itemIds, userCount, ...matrix }: Interactions) =>
  Array.from({ length: userCount }, (_, user) =>
    entriesOf({ userIds, itemIds, userCount, ...matrix }, user).map(
      (entry) => `${userIds[user]} ${itemIds[matrix.items[entry]]} ${matrix.stars[entry]}`,
    ),
  ).flat();

/** Nothing that is to be found, or not to be seen, may be given or learnt from. */
function expectNoLeak({ train, people }: Split): void {
  const learnt = new Set(pairs(train).map((pair) => pair.split(' ').slice(0, 2).join(' ')));
  for (const { userId, given, target, hidden } of people) {
    expect(target.size).toBeGreaterThan(0);
    const shown = new Set(given.map((entry) => ratings.items[entry]));
    for (const item of [...target, ...hidden]) {
      expect(shown).not.toContain(item);
      expect(learnt).not.toContain(`${userId} ${ratings.itemIds[item]}`);
    }
    for (const item of hidden) expect(target).not.toContain(item);
  }
}

describe('ratings kept', () => {
  it('keep their films’ columns and lose people without any', () => {
    const kept = keepRatings(ratings, (entry) => ratings.stars[entry] === 5);
    expect(kept.itemIds).toBe(ratings.itemIds);
    expect(pairs(kept)).toEqual(pairs(ratings).filter((pair) => pair.endsWith(' 5')));
    expect(keepRatings(ratings, () => false)).toMatchObject({ userCount: 0, userIds: [] });
  });
});

describe('strong generalisation', () => {
  const folds = Array.from({ length: FOLDS }, (_, fold) => strongGeneralisation(ratings, fold, 1));

  it('tests everybody with five likes once, and learns nothing from whom it tests', () => {
    const tested = folds.flatMap(({ people }) => people.map(({ userId }) => userId));
    expect(new Set(tested).size).toBe(tested.length);
    expect(tested).not.toContain('shy');
    for (const { train, people } of folds) {
      expectNoLeak({ train, people });
      for (const { userId } of people) expect(train.userIds).not.toContain(userId);
      expect(train.userIds).toContain('shy');
      expect(train.userCount + people.length).toBe(ratings.userCount);
    }
  });

  it('gives 80 % of the likes, and nothing but likes', () => {
    for (const { given, target } of folds[0].people) {
      expect(target.size).toBe(Math.max(1, Math.floor((given.length + target.size) * 0.2)));
      for (const entry of given) expect(ratings.stars[entry]).toBeGreaterThanOrEqual(4);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(strongGeneralisation(ratings, 0, 1)).toEqual(folds[0]);
    expect(strongGeneralisation(ratings, 0, 2)).not.toEqual(folds[0]);
  });

  it('cuts people to few ratings by hiding the others, each length on the same people', () => {
    const some = { ...ratings, stars: ratings.stars.map(() => 5) };
    const { train, people } = strongGeneralisation(some, 0, 1);
    const [one, five] = [1, 5].map((count) => cutTo(people, some, count, 1));
    expect(one.map(({ userId }) => userId)).toEqual(five.map(({ userId }) => userId));
    expect(one.length).toBeGreaterThan(0);
    expectNoLeak({ train, people: five });
    for (const person of five) {
      expect(person.given).toHaveLength(5);
      const whole = people.find(({ userId }) => userId === person.userId)!;
      expect(person.hidden).toHaveLength(whole.given.length - 5);
      expect(person.target).toBe(whole.target);
    }
    expect(cutTo(people, some, 5, 1)).toEqual(five);
    expect(cutTo(people, some, 5, 2)).not.toEqual(five);
  });
});

describe('the next film', () => {
  const split = nextFilm(ratings);

  it('is what somebody liked last, from nothing that was rated later', () => {
    expectNoLeak(split);
    expect(split.people.length).toBeGreaterThan(30);
    for (const { userId, given, target, hidden } of split.people) {
      const own = entriesOf(ratings, ratings.userIds.indexOf(userId));
      const [found] = own.filter((entry) => target.has(ratings.items[entry]));
      expect(target.size).toBe(1);
      expect(ratings.stars[found]).toBeGreaterThanOrEqual(4);
      for (const entry of given) expect(ratings.times[entry]).toBeLessThanOrEqual(ratings.times[found]);
      for (const entry of own.filter((e) => ratings.times[e] > ratings.times[found])) {
        expect(ratings.stars[entry]).toBeLessThan(4);
        expect(hidden).toContain(ratings.items[entry]);
      }
      expect(given.length + hidden.length + 1).toBe(own.length);
    }
  });

  it('is none that nobody else has rated', () => {
    const builder = new InteractionsBuilder();
    for (const film of ['a', 'b', 'c', 'd', 'last']) builder.add('u', film, 5, film === 'last' ? 2 : 1);
    expect(nextFilm(builder.build()).people).toEqual([]);
    builder.add('v', 'last', 1, 1);
    expect(nextFilm(builder.build()).people).toHaveLength(1);
  });
});

describe('new films', () => {
  const { train, unrated, fewRatings } = unratedFilms(ratings, 1);
  const count = (film: number) => train.items.filter((item) => item === film).length;

  it('have no rating to learn from, or one to five, and are found by who liked them', () => {
    expect(unrated.films.map(count).every((n) => n === 0)).toBe(true);
    expect(fewRatings.films.map(count).every((n) => n >= 1 && n <= 5)).toBe(true);
    expect(unrated.films.length).toBeGreaterThan(3);
    expect(new Set([...unrated.films, ...fewRatings.films]).size).toBe(2 * unrated.films.length);
    for (const { films, people } of [unrated, fewRatings]) {
      expectNoLeak({ train, people });
      expect(people.length).toBeGreaterThan(0);
      for (const { target } of people) for (const item of target) expect(films).toContain(item);
    }
  });

  it('are the same for the same seed', () => {
    expect(unratedFilms(ratings, 1)).toEqual({ train, unrated, fewRatings });
    expect(unratedFilms(ratings, 2).unrated.films).not.toEqual(unrated.films);
  });
});

describe('too little to test with', () => {
  it.each([
    ['nobody', new InteractionsBuilder()],
    ['a single person', new InteractionsBuilder().add('u', 'a', 5, 0)],
    ['people without likes', new InteractionsBuilder().add('u', 'a', 1, 0).add('v', 'a', 2, 0)],
  ])('%s leaves every test without people', (_, builder) => {
    const few = builder.build();
    expect(strongGeneralisation(few, 0, 1).people).toEqual([]);
    expect(nextFilm(few).people).toEqual([]);
    expect(unratedFilms(few, 1).unrated).toEqual({ films: [], people: [] });
  });
});
