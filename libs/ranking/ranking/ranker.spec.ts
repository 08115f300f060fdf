import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseWeights } from '../scores/blend.js';
import { SCORER_IDS } from '../scores/scorers.js';
import type { Item } from '../data/item.js';
import { InteractionsBuilder } from '../data/interactions.js';
import { fitRanker, Ranker } from './ranker.js';
import type { Composition, RankedItem, RecommendRequest, UserRating } from './recommendation.js';
import { QUICK_STARS, STAR_DEFAULTS } from '../rating-prediction/star-predictor.js';
import { ITEMS_PER_GROUP, twoGroups } from '../data/two-groups.fixture.js';

const weights = parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8')));
const groups = twoGroups();
const ranker = Ranker.fit(groups, { weights });
const rate = (of: Record<string, number>): UserRating[] =>
  Object.entries(of).map(([item, stars]) => ({ item, stars, ratedAt: 2_000_000 }));
const ids = (list: { item: string }[]) => list.map(({ item }) => item);
const share = (list: { item: string }[], user: string) =>
  list.filter(({ item }) => item.startsWith(user)).length / list.length;

/** What must hold for any list whatever. */
function expectSound(list: RankedItem[]): void {
  expect(new Set(ids(list)).size).toBe(list.length);
  for (const { score, predictedRating, contributions, reasons } of list) {
    const parts = Object.values(contributions);
    expect(parts.every(Number.isFinite)).toBe(true);
    expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - score)).toBeLessThan(1e-6);
    expect(score >= 0 && score <= 1).toBe(true);
    expect(predictedRating >= 1 && predictedRating <= 5).toBe(true);
    for (const reason of reasons) expect(reason.strength).toBeGreaterThan(0);
  }
}

const spaceLover = rate({ 'space-2': 5, 'space-5': 4, 'space-7': 5, 'drama-1': 2 });

/** The dramas with even numbers are a series. */
const series = groups.items.flatMap(({ id }) => (/^drama-\d*[02468]$/.test(id) ? [id] : []));
const composition: Composition = {
  seriesOf: (item) => (series.includes(item) ? 'The Family' : undefined),
  partsOf: () => series,
  directorsOf: () => [],
};

describe('a composed list', () => {
  const list = ranker.recommend({ ratings: spaceLover, limit: 30, composition });

  it('keeps a series in order, says what comes before what, and skips the parts that are known', () => {
    expectSound(list);
    const listed = ids(list).filter((id) => series.includes(id));
    expect(listed.length).toBeGreaterThan(1);
    expect(listed).toEqual(series.slice(0, listed.length));
    const seen = rate({ 'space-2': 5, 'drama-0': 4, 'drama-2': 4 });
    const next = ids(ranker.recommend({ ratings: seen, limit: 30, composition, exclude: ['drama-4'] }));
    expect(next.find((id) => series.includes(id))).toBe('drama-6');
  });

  it('shows a match that falls from place to place', () => {
    const matches = list.map(({ match }) => match);
    expect(matches).toEqual(matches.toSorted((a, b) => b - a));
  });

  it('begins a longer one', () => {
    const longer = ranker.recommend({ ratings: spaceLover, limit: 40, composition });
    expect(longer.slice(0, 30)).toEqual(list);
  });

  it('has what is predicted to be worse than the middle of one’s scale after the rest', () => {
    const stars = list.map(({ predictedRating }) => predictedRating);
    const middle = (5 + 4 + 5 + 2 + 5 * 3.5) / 9;
    expect(stars.findLastIndex((value) => value >= middle)).toBeLessThan(
      stars.findIndex((value) => value < 2.5),
    );
  });
});

describe('a list', () => {
  it('shows lovers of one kind of film that kind', () => {
    expect(share(ranker.recommend({ ratings: spaceLover, limit: 10 }), 'space')).toBe(1);
    const dramaLover = rate({ 'drama-2': 5, 'drama-5': 4, 'drama-7': 5, 'space-1': 2 });
    expect(share(ranker.recommend({ ratings: dramaLover, limit: 10 }), 'drama')).toBe(1);
  });

  it('is personal after one rating', () => {
    const list = ranker.recommend({ ratings: rate({ 'drama-4': 5 }), limit: 10 });
    expect(share(list, 'drama')).toBeGreaterThan(0.7);
  });

  it('keeps away from films like one rated low', () => {
    const before = ranker.recommend({ ratings: [], limit: 40 });
    const after = ranker.recommend({ ratings: rate({ 'drama-4': 1 }), limit: 40 });
    const meanRank = (list: RankedItem[]) => {
      const ranks = list.flatMap(({ item }, rank) => (item.startsWith('drama') ? [rank] : []));
      return ranks.reduce((a, b) => a + b, 0) / ranks.length;
    };
    expect(meanRank(after)).toBeGreaterThan(meanRank(before));
    expect(share(after.slice(0, 10), 'space')).toBeGreaterThan(share(before.slice(0, 10), 'space'));
  });

  it('never holds a film that was seen, and moves a little towards it: less than for three stars', () => {
    const few = rate({ 'space-2': 4 });
    const dramas = ['drama-1', 'drama-3', 'drama-4'];
    const meanRank = (more: Partial<RecommendRequest>) => {
      const list = ids(ranker.recommend({ ratings: few, exclude: dramas, limit: 100, ...more }));
      const ranks = list.flatMap((item, rank) => (item.startsWith('drama') ? [rank] : []));
      return ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
    };
    const seen = dramas.map((item) => ({ item }));
    const threeStars = rate(Object.fromEntries(dramas.map((item) => [item, 3])));
    const [before, mild, clear] = [
      meanRank({}),
      meanRank({ seen }),
      meanRank({ ratings: [...few, ...threeStars] }),
    ];
    expect(mild).toBeLessThan(before);
    expect(mild).toBeGreaterThan(clear);
    const list = ranker.recommend({ ratings: few, seen, limit: 100 });
    expectSound(list);
    expect(ids(list).filter((item) => dramas.includes(item))).toEqual([]);
    expect(share(list.slice(0, 10), 'space')).toBeGreaterThanOrEqual(0.5);
    const named = list.flatMap(({ reasons }) => reasons).filter(({ kind }) => kind === 'liked-film');
    expect(named.map((reason) => 'item' in reason && reason.item)).not.toContain('drama-1');
  });

  it('lets a film sink that was shown again and again, and never hides it', () => {
    const before = ranker.recommend({ ratings: spaceLover, limit: 30 });
    const [first] = ids(before);
    const placeAfter = (times: number) => {
      const list = ranker.recommend({ ratings: spaceLover, shown: new Map([[first, times]]), limit: 100 });
      expectSound(list);
      return ids(list).indexOf(first);
    };
    expect(placeAfter(9)).toBe(0);
    const sunk = placeAfter(18);
    expect(sunk).toBeGreaterThan(0);
    expect(placeAfter(1000)).toBeGreaterThanOrEqual(sunk);
    const score = (times: number) =>
      ranker.explain(first, { ratings: spaceLover, shown: new Map([[first, times]]) })!.score;
    expect(score(1000)).toBeCloseTo(0.7 * score(0), 6);
  });

  it('hears nothing more of a film having been seen once it is rated', () => {
    const seen = [{ item: 'space-2' }, { item: 'drama-1', seenAt: 5 }];
    expect(ranker.recommend({ ratings: spaceLover, seen, limit: 30, diversity: 0.5 })).toEqual(
      ranker.recommend({ ratings: spaceLover, limit: 30, diversity: 0.5 }),
    );
  });

  it('is personal for somebody who has rated nothing and seen a lot', () => {
    const seen = Array.from({ length: 10 }, (_, n) => ({ item: `drama-${n}` }));
    const list = ranker.recommend({ ratings: [], seen, limit: 10 });
    expectSound(list);
    expect(share(list, 'drama')).toBeGreaterThan(
      share(ranker.recommend({ ratings: [], limit: 10 }), 'drama'),
    );
  });

  it('brings films nobody has rated to those they suit', () => {
    const list = ids(ranker.recommend({ ratings: spaceLover, limit: 100 }));
    expect(list).toContain('space-new');
    expect(list.indexOf('space-new')).toBeLessThan(list.indexOf('drama-new'));
  });

  it('never holds rated, excluded or filtered films, and is full as long as others are left', () => {
    const list = ranker.recommend({
      ratings: spaceLover,
      exclude: ['space-0', 'space-1'],
      filter: (item) => item.startsWith('space'),
      limit: 100,
    });
    expect(list).toHaveLength(ITEMS_PER_GROUP + 1 - 3 - 2);
    for (const gone of ['space-0', 'space-1', 'space-2', 'space-5', 'space-7', 'drama-0']) {
      expect(ids(list)).not.toContain(gone);
    }
  });

  it('leaves out films that came after the moment it is for, as long as enough others are left', () => {
    const { items, itemIds, times } = groups.ratings;
    const year = 365 * 86_400;
    const late = times.map((time, entry) => (itemIds[items[entry]] === 'space-0' ? time + year : time));
    const there = Ranker.fit({ ...groups, ratings: { ...groups.ratings, times: late } }, { weights });
    const listFor = (asOf?: number, limit = 10) => ids(there.recommend({ ratings: spaceLover, limit, asOf }));
    expect(listFor(1_000_000 + year)).toContain('space-0');
    expect(listFor()).toContain('space-0');
    expect(listFor(1_000_000)).not.toContain('space-0');
    expect(listFor(1_000_000, 100)).toContain('space-0');
  });

  it('gives a film the same score whatever the filter', () => {
    const all = ranker.recommend({ ratings: spaceLover, limit: 100 });
    const some = ranker.recommend({
      ratings: spaceLover,
      limit: 100,
      filter: (item) => item.startsWith('drama'),
    });
    expect(some.length).toBeGreaterThan(0);
    for (const { item, score } of some) expect(score).toBe(all.find((other) => other.item === item)?.score);
  });

  it('is in order of score without diversity, and more varied with it', () => {
    const plain = ranker.recommend({ ratings: spaceLover, limit: 15 });
    plain.forEach(({ score }, at) => expect(score).toBeLessThanOrEqual(plain[Math.max(0, at - 1)].score));
    const varied = ranker.recommend({ ratings: spaceLover, limit: 15, diversity: 0.8 });
    expectSound(varied);
    expect(varied[0]).toEqual(plain[0]);
    expect(share(varied, 'drama')).toBeGreaterThan(share(plain, 'drama'));
  });

  it('begins a longer list, varied or not', () => {
    for (const diversity of [0, 0.3, 1]) {
      const long = ranker.recommend({ ratings: spaceLover, limit: 60, diversity });
      for (const limit of [1, 3, 7, 20])
        expect(ids(ranker.recommend({ ratings: spaceLover, limit, diversity }))).toEqual(
          ids(long).slice(0, limit),
        );
    }
  });

  it('can be made in steps, one for each model, draw and film, while another is made in between', () => {
    const request = { ratings: spaceLover, limit: 20, diversity: 0.5 };
    const other = { ratings: rate({ 'drama-1': 5, 'space-3': 1 }), limit: 50 };
    const making = [request, other].map((of) => ({ of, steps: ranker.recommendInSteps(of), count: 0 }));
    while (making.length > 0) {
      const one = making.shift()!;
      const { done, value } = one.steps.next();
      if (done) {
        expect(value).toEqual(ranker.recommend(one.of));
        expect(one.count).toBeGreaterThanOrEqual(one.of.limit + SCORER_IDS.length + STAR_DEFAULTS.samples);
      } else making.push({ ...one, count: one.count + 1 });
    }
  });

  it('ranks by popularity for someone without ratings', () => {
    const list = ranker.recommend({ ratings: [], limit: 10 });
    expectSound(list);
    for (const { score, contributions } of list) expect(contributions.popularity).toBeCloseTo(score, 9);
  });

  it('predicts more stars for films of the own taste', () => {
    const stars = new Map(
      ranker
        .recommend({ ratings: spaceLover, limit: 100 })
        .map(({ item, predictedRating }) => [item, predictedRating]),
    );
    expect(stars.get('space-0')).toBeGreaterThan((stars.get('drama-0') ?? 5) + 0.5);
  });

  it('is the same from a state that went through a copy, as to a worker thread and back', () => {
    const copy = new Ranker(structuredClone(fitRanker(structuredClone(groups), { weights })));
    const request = { ratings: spaceLover, limit: 20 };
    expect(copy.recommend(request)).toEqual(ranker.recommend(request));
  });
});

describe('reasons', () => {
  const list = ranker.recommend({ ratings: spaceLover, limit: 50 });
  const reasons = list.flatMap(({ reasons }) => reasons);

  it('name only films the person liked', () => {
    const liked = reasons.flatMap((reason) => (reason.kind === 'liked-film' ? [reason] : []));
    expect(liked.length).toBeGreaterThan(0);
    for (const { item, stars } of liked)
      expect(spaceLover.find((rating) => rating.item === item)?.stars).toBe(stars);
    expect(liked.map(({ item }) => item)).not.toContain('drama-1');
  });

  it('name features the film has', () => {
    const items = new Map<string, Item>(groups.items.map((item) => [item.id, item]));
    const named = list.flatMap(({ item, reasons }) =>
      reasons.flatMap((r) =>
        r.kind === 'genre' || r.kind === 'person' ? [{ item: items.get(item), name: r.name }] : [],
      ),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const { item, name } of named)
      expect([...(item?.genres ?? []), ...(item?.people ?? [])]).toContain(name);
  });

  it('come only from contributions that are positive, strongest first but for nearly equal ones', () => {
    const source = {
      'liked-film': 'collaborative',
      'similar-users': 'collaborative',
      genre: 'genres',
      person: 'people',
      world: 'genres',
      popular: 'popularity',
      keyword: 'keywords',
      collection: 'keywords',
      'earlier-part': 'collaborative',
    } as const;
    for (const { contributions, reasons } of list) {
      reasons.forEach((reason, at) => {
        expect(contributions[source[reason.kind]]).toBeGreaterThan(0);
        const before = reasons[Math.max(0, at - 1)];
        const nearly = before.kind === 'liked-film' ? 0.75 : 1;
        expect(reason.strength * nearly).toBeLessThanOrEqual(before.strength);
      });
    }
  });

  it('name other liked films where several say nearly as much', () => {
    const firsts = list.flatMap(({ reasons: [first] }) => (first?.kind === 'liked-film' ? [first.item] : []));
    const liked = spaceLover.filter(({ stars }) => stars >= 4).length;
    const most = Math.max(...[...Map.groupBy(firsts, (item) => item).values()].map((named) => named.length));
    expect(firsts.length).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(Math.ceil((2 * firsts.length) / liked));
  });

  it('name two liked films in one sentence with the true number of people who like all three, five at least', () => {
    const likers = (id: string) => {
      const { itemIds, userIds, offsets, items, stars } = groups.ratings;
      const item = itemIds.indexOf(id);
      return new Set(
        userIds.filter((_, user) => {
          const entries = [...items.keys()].slice(offsets[user], offsets[user + 1]);
          return entries.some((entry) => items[entry] === item && stars[entry] >= 4);
        }),
      );
    };
    const two = list.flatMap(({ item, reasons }) =>
      reasons.flatMap((reason) =>
        reason.kind === 'liked-film' && reason.with ? [{ ...reason, named: reason.item, item }] : [],
      ),
    );
    expect(two.length).toBeGreaterThan(5);
    for (const { item, ...reason } of two) {
      const [all, ...others] = [item, reason.named, reason.with!.item].map(likers);
      const people = [...all].filter((user) => others.every((liked) => liked.has(user)));
      expect(reason.with!.people).toBe(people.length);
      expect(people.length).toBeGreaterThanOrEqual(5);
    }
  });

  it('name one liked film first, alone or with another, for at most six of 50 places', () => {
    for (const ratings of [rate({ 'space-2': 5 }), spaceLover]) {
      const named = ranker
        .recommend({ ratings, limit: 42 })
        .flatMap(({ reasons: [first] }) =>
          first?.kind === 'liked-film' ? [first.item, ...(first.with ? [first.with.item] : [])] : [],
        );
      const counts = [...Map.groupBy(named, (item) => item).values()].map((of) => of.length);
      expect(Math.max(...counts)).toBeLessThanOrEqual(6);
    }
  });

  it('name what two films share before the title of one that is little like it', () => {
    // Liked by the same people, and alike in nothing but a theme.
    const items: Item[] = groups.items.map(({ id }, n) => ({
      id,
      genres: [`genre ${n}`],
      keywords: id.startsWith('space') ? ['spaceship', 'sequel', `thing ${n}`] : [`thing ${n}`],
    }));
    const found = Ranker.fit({ ...groups, items }, { weights }).recommend({ ratings: spaceLover, limit: 10 });
    const kinds = found.map(({ reasons }) => reasons.map(({ kind }) => kind));
    expect(kinds.filter(([first]) => first === 'keyword').length).toBeGreaterThan(2);
    for (const of of kinds.filter((each) => each.includes('keyword') && each.includes('liked-film')))
      expect(of.indexOf('keyword')).toBeLessThan(of.indexOf('liked-film'));
    const themes = found.flatMap(({ reasons }) =>
      reasons.flatMap((r) => (r.kind === 'keyword' ? [r.name] : [])),
    );
    expect(new Set(themes)).toEqual(new Set(['spaceship']));
  });

  it('name a liked film that few have rated only for what is very like it', () => {
    const ratings = rate({ 'space-new': 5, 'space-2': 4, 'space-5': 4 });
    const named = (of: Ranker) => {
      const list = of.recommend({ ratings, limit: 10 });
      return list.flatMap(({ reasons }) => reasons.flatMap((r) => (r.kind === 'liked-film' ? [r.item] : [])));
    };
    expect(named(ranker)).toContain('space-new');
    const bare: Item[] = groups.items.map(({ id, genres = [] }) => ({
      id,
      genres: [genres[0], `genre of ${id}`],
    }));
    const others = named(Ranker.fit({ ...groups, items: bare }, { weights }));
    expect(others).toContain('space-2');
    expect(others).not.toContain('space-new');
  });

  it('name a liked part of the same series before any other liked film', () => {
    const seriesOf = (id: string) => ['space-9', 'space-17'].includes(id);
    const items = groups.items.map((item) => ({
      ...item,
      ...(seriesOf(item.id) && { collection: 'A Saga' }),
    }));
    const ratings = Array.from({ length: 14 }, (_, n) => ({ item: `space-${n}`, stars: 5 }));
    const saga = Ranker.fit({ ...groups, items }, { weights, stars: QUICK_STARS });
    const { reasons } = saga.recommend({ ratings, limit: 10 }).find(({ item }) => item === 'space-17')!;
    expect(reasons.find(({ kind }) => kind === 'liked-film')).toMatchObject({ item: 'space-9' });
  });

  it('say nothing of liking to someone who liked nothing', () => {
    const ratings = Array.from({ length: 14 }, (_, n) => ({ item: `space-${n}`, stars: 1 }));
    const kinds = ranker
      .recommend({ ratings, limit: 50 })
      .flatMap((found) => found.reasons.map(({ kind }) => kind));
    expect(kinds).not.toContain('liked-film');
    expect(kinds).not.toContain('genre');
  });

  it('take as liked what is above the middle of one’s own scale', () => {
    const named = (stars: (n: number) => number) => {
      const ratings = Array.from({ length: 12 }, (_, n) => ({ item: `space-${n}`, stars: stars(n) }));
      const found = ranker.recommend({ ratings, limit: 50 }).flatMap(({ reasons }) => reasons);
      return new Set(found.flatMap((reason) => (reason.kind === 'liked-film' ? [reason.stars] : [])));
    };
    // Someone who gives two to four stars, and someone who gives three and a half to five.
    expect([...named((n) => (n % 3 === 0 ? 4 : n % 3 === 1 ? 3 : 2))].every((stars) => stars >= 3)).toBe(
      true,
    );
    expect(named((n) => (n % 2 === 0 ? 5 : 3.5))).toEqual(new Set([5]));
  });

  it('count true numbers of similar people', () => {
    const similar = reasons.flatMap((reason) => (reason.kind === 'similar-users' ? [reason] : []));
    expect(similar.length).toBeGreaterThan(0);
    for (const { raters, neighbours, meanStars } of similar) {
      expect(raters).toBeLessThanOrEqual(neighbours);
      expect(meanStars >= 1 && meanStars <= 5).toBe(true);
    }
  });
});

describe('odd input', () => {
  const empty = { items: groups.items, ratings: new InteractionsBuilder().build() };
  const bare = { items: groups.items.map(({ id }) => ({ id })), ratings: groups.ratings };
  const single = {
    items: groups.items,
    ratings: new InteractionsBuilder().add('only', 'space-1', 3, 0).add('only', 'space-2', 3, 0).build(),
  };
  const everything = rate(Object.fromEntries(groups.items.map(({ id }) => [id, 3])));
  const askers: [string, UserRating[]][] = [
    ['nobody', []],
    ['someone who rates all the same', rate({ 'space-1': 3, 'drama-2': 3, 'drama-3': 3 })],
    ['someone who hates everything', rate({ 'space-1': 0.5, 'drama-2': 0.5, 'space-new': 0.5 })],
    ['someone with unknown films only', rate({ 'no such film': 5 })],
    ['someone who has rated everything', everything],
    ['someone who has rated all but one film', everything.slice(1)],
  ];
  const worlds = { full: ranker, ...{} } as Record<string, Ranker>;
  worlds.empty = Ranker.fit(empty, { weights });
  worlds.bare = Ranker.fit(bare, { weights });
  worlds.single = Ranker.fit(single, { weights });

  it.each(askers)('gives sound lists to %s', (_, ratings) => {
    for (const fitted of Object.values(worlds))
      expectSound(fitted.recommend({ ratings, limit: 30, diversity: 0.3 }));
  });

  it('offers the last film left', () => {
    for (const fitted of Object.values(worlds)) {
      const list = fitted.recommend({ ratings: everything.slice(1), limit: 5 });
      expect(ids(list)).toEqual([everything[0].item]);
    }
  });

  it('works with no films at all', () => {
    const nothing = Ranker.fit({ items: [], ratings: groups.ratings }, { weights });
    expect(nothing.recommend({ ratings: spaceLover, limit: 5 })).toEqual([]);
    expect(nothing.onboarding(5)).toEqual([]);
  });

  it('refuses impossible requests', () => {
    expect(() => ranker.recommend({ ratings: rate({ 'space-1': 6 }), limit: 5 })).toThrow(RangeError);
    expect(() => ranker.recommend({ ratings: [], limit: 0 })).toThrow(/limit/);
    expect(() => ranker.recommend({ ratings: [], limit: 5, diversity: 2 })).toThrow(/diversity/);
    expect(() => Ranker.fit({ ...groups, items: [{ id: 'x' }, { id: 'x' }] }, { weights })).toThrow(
      /share an id/,
    );
  });
});

describe('onboarding', () => {
  it('shows well-known films of every kind, without the excluded', () => {
    const items = ranker.onboarding(8, ['space-0']).map((item) => ({ item }));
    expect(items).toHaveLength(8);
    expect(ids(items)).not.toContain('space-0');
    expect(share(items, 'space')).toBeGreaterThanOrEqual(0.25);
    expect(share(items, 'drama')).toBeGreaterThanOrEqual(0.25);
  });
});

describe('similar films', () => {
  it('are of the same kind, with what they share', () => {
    const list = ranker.similar('space-3', 8);
    expect(share(list, 'space')).toBe(1);
    expect(ids(list)).not.toContain('space-3');
    const kinds = new Set(list.flatMap(({ reasons }) => reasons.map(({ kind }) => kind)));
    expect(kinds).toContain('genre');
    expect(kinds).toContain('liked-together');
    const users = list.flatMap(({ reasons }) =>
      reasons.flatMap((r) => (r.kind === 'person' ? [r.name] : [])),
    );
    expect(new Set(users)).toEqual(new Set(['space director 1']));
  });

  it('count truly who liked both', () => {
    const { ratings } = groups;
    const likers = (id: string) => {
      const item = ratings.itemIds.indexOf(id);
      return ratings.userIds.filter((_, user) => {
        for (let e = ratings.offsets[user]; e < ratings.offsets[user + 1]; e++) {
          if (ratings.items[e] === item) return ratings.stars[e] >= 4;
        }
        return false;
      });
    };
    const mine = likers('space-3');
    for (const { item, reasons } of ranker.similar('space-3', 8)) {
      for (const reason of reasons) {
        if (reason.kind !== 'liked-together') continue;
        const theirs = likers(item);
        expect(reason.both).toBe(mine.filter((user) => theirs.includes(user)).length);
        expect(reason.either).toBe(new Set([...mine, ...theirs]).size);
      }
    }
  });

  it('exist for a film nobody has rated, and not for one outside the catalogue', () => {
    expect(share(ranker.similar('drama-new', 5), 'drama')).toBe(1);
    expect(ranker.similar('no such film', 5)).toEqual([]);
  });
});
