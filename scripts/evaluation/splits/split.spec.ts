import { describe, expect, it } from '@jest/globals';
import { type Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import { seededRandom } from '#ranking/math/random.js';
import { nextItem, nextItemBefore } from './next-item.js';
import { entriesOf, keepRatings, type Split } from './split.js';
import { cutTo, FOLDS, strongGeneralisation } from './strong-generalisation.js';
import { unratedItems } from './unrated-items.js';

/** 40 users, 60 items, each rated by about half of the users at a time of its own. */
function madeUp(): Interactions {
  const random = seededRandom(7);
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 40; user++) {
    for (let item = 0; item < 60; item++) {
      if (random() < 0.5)
        builder.add(`u${user}`, `f${item}`, 1 + Math.floor(random() * 9) / 2, random() * 1e6);
    }
  }
  return builder.add('shy', 'f0', 5, 1).build();
}

const ratings = madeUp();
const pairs = ({ userIds, itemIds, userCount, ...matrix }: Interactions) =>
  Array.from({ length: userCount }, (_, user) =>
    entriesOf({ userIds, itemIds, userCount, ...matrix }, user).map(
      (entry) => `${userIds[user]} ${itemIds[matrix.items[entry]]} ${matrix.stars[entry]}`,
    ),
  ).flat();

/** Nothing that is to be found, or not to be seen, may be given or learnt from. */
function expectNoLeak({ train, users }: Split): void {
  const learnt = new Set(pairs(train).map((pair) => pair.split(' ').slice(0, 2).join(' ')));
  for (const { userId, given, target, hidden } of users) {
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
    const tested = folds.flatMap(({ users }) => users.map(({ userId }) => userId));
    expect(new Set(tested).size).toBe(tested.length);
    expect(tested).not.toContain('shy');
    for (const { train, users } of folds) {
      expectNoLeak({ train, users });
      for (const { userId } of users) expect(train.userIds).not.toContain(userId);
      expect(train.userIds).toContain('shy');
      expect(train.userCount + users.length).toBe(ratings.userCount);
    }
  });

  it('gives 80 % of the likes, and nothing but likes', () => {
    for (const { given, target } of folds[0].users) {
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
    const { train, users } = strongGeneralisation(some, 0, 1);
    const [one, five] = [1, 5].map((count) => cutTo(users, some, count, 1));
    expect(one.map(({ userId }) => userId)).toEqual(five.map(({ userId }) => userId));
    expect(one.length).toBeGreaterThan(0);
    expectNoLeak({ train, users: five });
    for (const user of five) {
      expect(user.given).toHaveLength(5);
      const whole = users.find(({ userId }) => userId === user.userId)!;
      expect(user.hidden).toHaveLength(whole.given.length - 5);
      expect(user.target).toBe(whole.target);
    }
    expect(cutTo(users, some, 5, 1)).toEqual(five);
    expect(cutTo(users, some, 5, 2)).not.toEqual(five);
  });
});

describe('the next film', () => {
  const split = nextItem(ratings);

  it('is what somebody liked last, from nothing that was rated later', () => {
    expectNoLeak(split);
    expect(split.users.length).toBeGreaterThan(30);
    for (const { userId, given, target, hidden } of split.users) {
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
    for (const item of ['a', 'b', 'c', 'd', 'last']) builder.add('u', item, 5, item === 'last' ? 2 : 1);
    expect(nextItem(builder.build()).users).toEqual([]);
    builder.add('v', 'last', 1, 1);
    expect(nextItem(builder.build()).users).toHaveLength(1);
  });
});

describe('the next film before last ones that are put away', () => {
  it('is looked for without these and all that was rated later', () => {
    const last = nextItem(ratings);
    const { ratings: remaining, train, users } = nextItemBefore(ratings, 1);
    expect(pairs(remaining)).toEqual(pairs(last.train));
    expect({ train, users }).toEqual(nextItem(remaining));
    expect(users.length).toBeGreaterThan(30);
    for (const { userId, target } of users) {
      const { given } = last.users.find((user) => user.userId === userId)!;
      const likes = given.filter((entry) => ratings.stars[entry] >= 4);
      const latest = likes.reduce((a, b) => (ratings.times[b] > ratings.times[a] ? b : a));
      expect([...target]).toEqual([ratings.items[latest]]);
    }
  });

  it('goes back as many likes as are put away', () => {
    expect(nextItemBefore(ratings, 0)).toEqual({ ratings, ...nextItem(ratings) });
    expect(nextItemBefore(ratings, 2)).toEqual(nextItemBefore(nextItem(ratings).train, 1));
  });
});

describe('new films', () => {
  const { train, unrated, fewRatings } = unratedItems(ratings, 1);
  const count = (of: number) => train.items.filter((item) => item === of).length;

  it('have no rating to learn from, or one to five, and are found by who liked them', () => {
    expect(unrated.items.map(count).every((n) => n === 0)).toBe(true);
    expect(fewRatings.items.map(count).every((n) => n >= 1 && n <= 5)).toBe(true);
    expect(unrated.items.length).toBeGreaterThan(3);
    expect(new Set([...unrated.items, ...fewRatings.items]).size).toBe(2 * unrated.items.length);
    for (const { items, users } of [unrated, fewRatings]) {
      expectNoLeak({ train, users });
      expect(users.length).toBeGreaterThan(0);
      for (const { target } of users) for (const item of target) expect(items).toContain(item);
    }
  });

  it('are the same for the same seed', () => {
    expect(unratedItems(ratings, 1)).toEqual({ train, unrated, fewRatings });
    expect(unratedItems(ratings, 2).unrated.items).not.toEqual(unrated.items);
  });
});

describe('too little to test with', () => {
  it.each([
    ['nobody', new InteractionsBuilder()],
    ['a single person', new InteractionsBuilder().add('u', 'a', 5, 0)],
    ['people without likes', new InteractionsBuilder().add('u', 'a', 1, 0).add('v', 'a', 2, 0)],
  ])('%s leaves every test without people', (_, builder) => {
    const few = builder.build();
    expect(strongGeneralisation(few, 0, 1).users).toEqual([]);
    expect(nextItem(few).users).toEqual([]);
    expect(unratedItems(few, 1).unrated).toEqual({ items: [], users: [] });
  });
});
