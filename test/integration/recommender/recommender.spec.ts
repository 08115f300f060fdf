import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MoviesShown } from '#contracts/gateway/gateway.events.js';
import { MoviesChanged } from '#contracts/catalog/catalog.events.js';
import {
  describeTaste,
  matchMovies,
  onboardingMovies,
  recommend,
  recommendRows,
  similarMovies,
  trainModel,
} from '#contracts/recommender/recommender.rpc.js';
import { ownerOf, personalList } from '#lists/list.key.js';
import { kindOf } from '#lists/list.wish.js';
import { RatingsImported, UserDeleted } from '#contracts/users/users.events.js';
import { PlotIndex } from '#plots/plot.index.js';
import { eventually } from '../../support/process/eventually.js';
import { community, MOVIES, isSpace, plotVectors } from '../../support/recommender/recommender.movies.js';
import { RecommenderFixture, userId } from '../../support/recommender/recommender.fixture.js';

describe('the recommender', () => {
  const fixture = new RecommenderFixture();
  let port: number;

  beforeAll(async () => {
    await fixture.open();
    await new PlotIndex(fixture.environment).upsert(plotVectors());
    await fixture.startOwners(MOVIES, community());
    port = await fixture.startService();
  }, 90_000);

  afterAll(async () => {
    expect(await fixture.stopService()).toBe(0);
    await fixture.close();
  }, 30_000);

  it('filled itself from catalog and users, and trained with everything there is', async () => {
    await eventually(() => {
      expect(fixture.log()).toContain('read 80 films and 60 people');
      expect(fixture.log()).toMatch(/serves: 80 films, [1-9]\d+ ratings of 60 people/);
    }, 30_000);
  }, 35_000);

  it('puts a list in Redis and says so when somebody rates a film', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    const announcement = await fixture.announcement(ada, 1);
    const list = await fixture.list(ada);
    expect(list).toMatchObject({ status: 'fresh', ratingsVersion: 1, length: MOVIES.length - 1 });
    expect(announcement.generatedAt).toBe(list.generatedAt);
    expect(list.modelId).toBe(announcement.modelId);
    expect(list.degraded).toBeUndefined();
    expect(announcement.modelId).toMatch(/^m-\d{14}-[0-9a-f]{6}$/);
  });

  it('makes a list while the profile goes to disk, and stores it when that is there', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    await eventually(() => {
      const steps = ['list begun', 'profile stored', 'list stored'];
      const at = steps.map((step) => fixture.log().lastIndexOf(step));
      expect(at[0]).toBeGreaterThan(-1);
      expect(at).toEqual(at.toSorted((a, b) => a - b));
    });
  });

  it('explains every film: parts that sum to the score, stars on the scale, one to three reasons', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5, '6': 4.5, '103': 1 });
    await fixture.announcement(ada, 1);
    const { movies } = await fixture.list(ada);
    const cards = await fixture.cards.read(movies.map(({ movieId }) => movieId));
    for (const { score, contributions, predictedRating, reasons, movieId } of movies) {
      const sum = Object.values(contributions).reduce((a, b) => a + b);
      expect(sum).toBeCloseTo(score, 9);
      expect(score).toBe(Number(score.toFixed(4)));
      expect(predictedRating).toBeGreaterThanOrEqual(1);
      expect(predictedRating).toBeLessThanOrEqual(5);
      expect(reasons.length).toBeGreaterThanOrEqual(1);
      expect(reasons.length).toBeLessThanOrEqual(3);
      expect(JSON.parse(cards.get(movieId)!)).toMatchObject({ id: movieId, title: expect.any(String) });
    }
    const matches = movies.map(({ match }) => match!);
    expect(matches).toEqual(matches.toSorted((a, b) => b - a));
    const reasons = movies.slice(0, 20).flatMap(({ reasons }) => reasons);
    for (const movieId of ['1', '6']) expect(reasons).toContainEqual({ code: 'liked', params: { movieId } });
    expect(reasons).not.toContainEqual({ code: 'liked', params: { movieId: '103' } });
  });

  it('lets films sink that somebody was shown on many days and never answered', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5, '6': 4.5 });
    await fixture.announcement(ada, 1);
    const before = await fixture.list(ada);
    const [{ movieId: first }] = before.movies;
    for (let day = 20; day > 0; day -= 1) {
      const shownAt = new Date(Date.now() - day * 24 * 3600_000).toISOString();
      await fixture.publisher.publish(MoviesShown, { userId: ada, movieIds: [first], shownAt });
    }
    await eventually(async () => {
      const { ratingsVersion, movies } = await fixture.list(ada);
      expect(ratingsVersion).toBe(1);
      const ids = movies.map(({ movieId }) => movieId);
      expect(ids.indexOf(first)).toBeGreaterThan(0);
    }, 20_000);
  });

  it('puts the rows of a page beside the list, of the same version, and without what is rated', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5, '6': 4.5, '103': 1 });
    await fixture.mark(ada, 2, '140', 'watchlist', true);
    await fixture.announcement(ada, 2);
    const [list, stored] = [await fixture.list(ada), await fixture.readyLists.rows(personalList(ada))];
    const rows = stored!.rows!;
    expect(stored).toMatchObject({ id: list.id, ratingsVersion: 2, length: list.length });
    expect(rows[0]).toEqual({
      id: 'for-you',
      title: { code: 'for-you', params: {} },
      items: list.movies.slice(0, 20),
    });
    expect(rows.at(-1)).toMatchObject({ id: 'watchlist', items: [{ movieId: '140' }] });
    const because = rows.find(({ title }) => title.code === 'because-you-loved')!;
    expect(because.id).toBe(`because-${because.title.params.movieId}`);
    for (const { reasons } of because.items)
      expect(reasons[0]).toMatchObject({
        code: expect.stringMatching(/^liked(-two)?$/),
        params: { movieId: because.title.params.movieId },
      });
    const ids = rows.flatMap(({ items }) => items.map(({ movieId }) => movieId));
    expect(new Set(ids).size).toBe(ids.length);
    for (const rated of ['1', '6', '103']) expect(ids).not.toContain(rated);
  });

  it('answers with rows of well-known films, by genre, for somebody it has heard nothing of', async () => {
    const bob = userId();
    const { rows, listLength, status } = await fixture.rpc.call(recommendRows, { userId: bob });
    expect(status).toBe('pending');
    expect(listLength).toBe(MOVIES.length);
    expect(rows.map(({ title }) => title)).toEqual([
      { code: 'well-known', params: {} },
      ...['Science Fiction', 'Drama'].map((name) => ({ code: 'well-known-genre', params: { name } })),
    ]);
    for (const { movieId } of rows[1].items) expect(isSpace(movieId)).toBe(true);
    await eventually(async () =>
      expect((await fixture.readyLists.rows(personalList(bob)))?.rows).toEqual(rows),
    );
  });

  it('makes a list that was stored without rows again when they are asked for', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    const { movies, id, length, named, ...head } = await fixture.list(ada);
    await fixture.readyLists.replaceIfNewer(personalList(ada), { ...head, items: movies });
    expect(await fixture.readyLists.rows(personalList(ada))).not.toHaveProperty('rows');
    const { rows } = await fixture.rpc.call(recommendRows, { userId: ada });
    await eventually(async () =>
      expect(await fixture.readyLists.rows(personalList(ada))).toMatchObject({ id, length, rows }),
    );
    expect(named).toBe(false);
  });

  it('makes the rows of the last list alone while somebody rates film after film and looks at none', async () => {
    const ada = userId();
    const whole = () => fixture.lines('list whole').filter((line) => line.includes(ada));
    for (let version = 1; version <= 5; version++) {
      await fixture.rate(ada, version, { [version]: 5 });
      await fixture.announcement(ada, version);
    }
    expect(whole()).toEqual([]);
    const stored = await fixture.readyLists.rows(personalList(ada));
    expect(stored).toMatchObject({ ratingsVersion: 5, rows: expect.any(Array) });
    await eventually(() => expect(whole()).toEqual([expect.stringContaining('"ratingsVersion":5')]));
  });

  it('gives lovers of space and of drama different lists', async () => {
    const [ada, bob] = [userId(), userId()];
    await fixture.rate(ada, 1, { '2': 5, '3': 4.5, '4': 5, '101': 1.5 });
    await fixture.rate(bob, 1, { '102': 5, '103': 4.5, '104': 5, '1': 1.5 });
    await Promise.all([fixture.announcement(ada, 1), fixture.announcement(bob, 1)]);
    const [adas, bobs] = [await fixture.ids(ada), await fixture.ids(bob)];
    expect(adas.slice(0, 10).filter(isSpace).length).toBeGreaterThanOrEqual(9);
    expect(bobs.slice(0, 10).filter(isSpace).length).toBeLessThanOrEqual(1);
  });

  it('makes the same list again when an event is replayed', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    const list = await fixture.list(ada);
    await fixture.rate(ada, 1, { '1': 5 }, 2);
    expect(await fixture.announcement(ada, 1, 2)).toMatchObject({ generatedAt: list.generatedAt });
    expect(await fixture.list(ada)).toEqual(list);
  });

  it('ends the same when events change places', async () => {
    const ada = userId();
    await fixture.rate(ada, 3, { '5': undefined });
    await fixture.rate(ada, 2, { '5': 4, '6': 4 });
    await fixture.rate(ada, 1, { '5': 5, '6': 1, '7': 5 });
    await fixture.rate(ada, 4, { '8': 4 });
    await fixture.announcement(ada, 4);
    const ids = await fixture.ids(ada);
    expect(ids).toContain('5');
    for (const rated of ['6', '7', '8']) expect(ids).not.toContain(rated);
    expect((await fixture.list(ada)).ratingsVersion).toBe(4);
  });

  it('drops a film from the list once it is rated, and brings it back when the rating is taken back', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    const [top] = await fixture.ids(ada);
    await fixture.rate(ada, 2, { [top]: 5 });
    await fixture.announcement(ada, 2);
    expect(await fixture.ids(ada)).not.toContain(top);
    await fixture.rate(ada, 3, { [top]: undefined });
    await fixture.announcement(ada, 3);
    expect(await fixture.ids(ada)).toContain(top);
  });

  it.each(['not-interested', 'watchlist', 'seen'] as const)(
    'drops a film marked %s, and undoes it',
    async (kind) => {
      const ada = userId();
      await fixture.rate(ada, 1, { '1': 5 });
      await fixture.announcement(ada, 1);
      const [top] = await fixture.ids(ada);
      await fixture.mark(ada, 2, top, kind, true);
      await fixture.announcement(ada, 2);
      expect(await fixture.ids(ada)).not.toContain(top);
      await fixture.mark(ada, 3, top, kind, false);
      await fixture.announcement(ada, 3);
      expect(await fixture.ids(ada)).toContain(top);
    },
  );

  it('gives watchlisted films to who asks for them, dismissed ones never', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.mark(ada, 2, '2', 'watchlist', true);
    await fixture.mark(ada, 3, '3', 'not-interested', true);
    await fixture.announcement(ada, 3);
    const ids = async (includeWatchlist: boolean) =>
      (await fixture.rpc.call(recommend, { userId: ada, limit: 100, includeWatchlist })).items.map(
        ({ movieId }) => movieId,
      );
    const [without, withWatchlist] = [await ids(false), await ids(true)];
    expect(without).not.toContain('2');
    expect(withWatchlist).toContain('2');
    expect(withWatchlist).not.toContain('3');
  });

  it('takes what was only seen for a weak liking, which a rating replaces', async () => {
    const ada = userId();
    const dramas = Array.from({ length: 10 }, (_, n) => String(101 + n));
    for (const [n, id] of dramas.entries()) await fixture.mark(ada, n + 1, id, 'seen', true);
    await fixture.announcement(ada, 10);
    expect((await fixture.list(ada)).status).toBe('fresh');
    const ids = await fixture.ids(ada);
    // Ten weak likings are as two ratings: what everybody watches has its place, less than every third, but not the first ones.
    expect(ids.slice(0, 8).filter(isSpace)).toEqual([]);
    expect(ids.slice(0, 20).filter(isSpace).length).toBeLessThan(20 / 3);
    expect(ids.filter((id) => dramas.includes(id))).toEqual([]);
    await fixture.rate(ada, 11, { ...Object.fromEntries(dramas.map((id) => [id, 1])), '1': 5, '2': 5 });
    await fixture.announcement(ada, 11);
    expect((await fixture.ids(ada)).slice(0, 10).every(isSpace)).toBe(true);
  });

  it('says whose films somebody likes', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5, '6': 4, '2': 2, '101': 2 });
    await fixture.announcement(ada, 1);
    const taste = await fixture.rpc.call(describeTaste, { userId: ada });
    expect(taste).toMatchObject({
      ratings: 4,
      directors: [{ name: 'Space Director 0', films: 2, meanStars: 4.5 }],
      countries: [],
    });
  });

  it('begins with films that were neither rated nor seen', async () => {
    const ada = userId();
    const begun = async () =>
      (await fixture.rpc.call(onboardingMovies, { userId: ada, limit: 10 })).map(({ id }) => id);
    const [known, rated] = await begun();
    await fixture.mark(ada, 1, known, 'seen', true);
    await fixture.rate(ada, 2, { [rated]: 3 });
    await fixture.announcement(ada, 2);
    expect(await begun()).not.toContain(known);
    expect(await begun()).not.toContain(rated);
  });

  it('keeps up with a burst, and ends with the latest', async () => {
    const ada = userId();
    for (let version = 1; version <= 30; version++) await fixture.rate(ada, version, { [version]: 5 });
    await fixture.announcement(ada, 30);
    const list = await fixture.list(ada);
    expect(list).toMatchObject({ ratingsVersion: 30, length: MOVIES.length - 30 });
  });

  it('does not overwrite a list that has seen more', async () => {
    const ada = userId();
    const newer = { status: 'fresh' as const, ratingsVersion: 99, generatedAt: '2030-01-01T00:00:00.000Z' };
    await fixture.readyLists.replaceIfNewer(personalList(ada), {
      ...newer,
      modelId: 'm-of-another-replica',
      items: [],
    });
    await fixture.rate(ada, 1, { '1': 5 });
    await eventually(async () =>
      expect(await fixture.rpc.call(recommend, { userId: ada, limit: 1 })).toMatchObject({
        ratingsVersion: 1,
      }),
    );
    await fixture.rate(ada, 100, { '2': 5 });
    await fixture.announcement(ada, 100);
    expect(fixture.announced.filter((event) => event.userId === ada)).toHaveLength(1);
    expect((await fixture.list(ada)).ratingsVersion).toBe(100);
  });

  it('leaves nothing of a deleted user, and takes in nothing more', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    await fixture.publish(UserDeleted, { userId: ada });
    await fixture.rate(ada, 2, { '2': 5 });
    await eventually(async () => expect(await fixture.readyLists.read(personalList(ada))).toBeUndefined());
    await expect(fixture.rpc.call(recommend, { userId: ada })).rejects.toMatchObject({
      code: 'unauthorized',
    });
    await expect(fixture.rpc.call(onboardingMovies, { userId: ada })).rejects.toMatchObject({
      code: 'unauthorized',
    });
    expect(await fixture.redis.client.keys(`*${ada}*`)).toEqual([]);
    expect(fixture.announced.filter((event) => event.userId === ada)).toHaveLength(1);
  });

  it('gives a newcomer a good general list, and keeps it in Redis', async () => {
    const ada = userId();
    const page = await fixture.rpc.call(recommend, { userId: ada, limit: 10 });
    expect(page).toMatchObject({ status: 'pending', ratingsVersion: 0, more: true });
    expect(page.items).toHaveLength(10);
    await eventually(async () => expect((await fixture.list(ada)).length).toBe(MOVIES.length));
    expect((await fixture.ids(ada)).slice(0, 10)).toEqual(page.items.map(({ movieId }) => movieId));
    expect(fixture.announced.filter((event) => event.userId === ada)).toEqual([]);
  });

  it('pages through a filtered list without gaps or repetitions', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    const filter = { genre: ['science fiction'], yearFrom: 1990, language: 'en' };
    const fitting = MOVIES.filter(
      (movie) => isSpace(movie.id) && movie.year! >= 1990 && movie.language === 'en',
    );
    const seen: string[] = [];
    for (let more = true; more;) {
      const page = await fixture.rpc.call(recommend, { userId: ada, limit: 6, offset: seen.length, filter });
      seen.push(...page.items.map(({ movieId }) => movieId));
      more = page.more;
    }
    expect(seen.toSorted()).toEqual(fitting.map(({ id }) => id).toSorted());
  });

  it('makes a list once for all who ask for it at the same time, and keeps it in Redis', async () => {
    const ada = userId();
    const wish = { diversity: 0.5, filter: { notGenre: ['Horror'] } };
    const made = async () => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^lists_requested_total.* (\d+)$/m.exec(text)?.[1]);
    };
    const before = await made();
    const pages = await Promise.all(
      Array.from({ length: 50 }, () => fixture.rpc.call(recommend, { userId: ada, limit: 5, ...wish })),
    );
    expect(await made()).toBe(before + 1);
    const key = { owner: ownerOf(ada), kind: kindOf(wish) };
    const kept = await eventually(async () => (await fixture.readyLists.read(key, 0, 5)) ?? Promise.reject());
    for (const page of pages) expect(page.items).toEqual(kept.movies);
    const beyond = await fixture.rpc.call(recommend, { userId: ada, offset: 8900, limit: 5, ...wish });
    expect(beyond).toMatchObject({ items: [], more: false });
  });

  it('names films like one film, with reasons, and knows what it does not know', async () => {
    const similar = await fixture.rpc.call(similarMovies, { movieId: '1', limit: 10 });
    expect(similar).toHaveLength(10);
    expect(similar.every(({ movie }) => isSpace(movie.id) && movie.id !== '1')).toBe(true);
    for (const { score, reasons } of similar) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(reasons.length).toBeGreaterThanOrEqual(1);
    }
    await expect(fixture.rpc.call(similarMovies, { movieId: '999' })).rejects.toMatchObject({
      code: 'movie_not_found',
    });
  });

  it('offers well-known films of every kind that one has not rated', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5, '101': 5 });
    await fixture.announcement(ada, 1);
    const cards = await fixture.rpc.call(onboardingMovies, { userId: ada, limit: 12 });
    const ids = cards.map(({ id }) => id);
    expect(ids).toHaveLength(12);
    expect(ids.some(isSpace) && !ids.every(isSpace)).toBe(true);
    for (const rated of ['1', '101']) expect(ids).not.toContain(rated);
    expect(cards[0]).toMatchObject({ averageRating: expect.any(Number), ratingCount: expect.any(Number) });
  });

  it('says how well films fit somebody, the best first, without those rated and those it does not know', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5, '2': 5, '101': 1 });
    await fixture.announcement(ada, 1);
    const movieIds = ['1', '102', '3', '999', '103', '4', '101'];
    const matches = await fixture.rpc.call(matchMovies, { userId: ada, movieIds });
    expect(matches.map(({ movieId }) => movieId).sort()).toEqual(['102', '103', '3', '4']);
    expect(matches.slice(0, 2).every(({ movieId }) => isSpace(movieId))).toBe(true);
    expect(matches[0].predictedRating).toBeGreaterThan(matches[3].predictedRating);
    expect(await fixture.rpc.call(matchMovies, { userId: ada, movieIds: [] })).toEqual([]);
  });

  it('makes no list for the people of a data set', async () => {
    const [fan, ada] = [userId(), userId()];
    const changes = [{ movieId: '1', rating: 5, ratedAt: '2026-01-01T00:00:00.000Z' }];
    await fixture.publish(RatingsImported, { userId: fan, version: 1, source: 'dataset', changes });
    await fixture.publish(RatingsImported, { userId: ada, version: 1, source: 'upload', changes });
    await fixture.announcement(ada, 1);
    expect(await fixture.readyLists.read(personalList(fan))).toBeUndefined();
  });

  it('keeps the latest revision of a film', async () => {
    const title = async () =>
      (await fixture.rpc.call(similarMovies, { movieId: '1', limit: 40 })).find(
        ({ movie }) => movie.id === '2',
      )?.movie.title;
    const renamed = (revision: number, name: string) => ({ ...MOVIES[1], revision, title: name });
    await fixture.publish(MoviesChanged, { movies: [renamed(3, 'Space 2, restored')] });
    await eventually(async () => expect(await title()).toBe('Space 2, restored'));
    await fixture.publish(MoviesChanged, { movies: [renamed(2, 'Space 2, cut')] });
    await fixture.publish(MoviesChanged, { movies: [{ ...MOVIES[0], revision: 2, title: 'Space One' }] });
    const ada = userId();
    await fixture.rate(ada, 1, { '5': 5 });
    await eventually(async () => {
      await fixture.announcement(ada, 1);
      expect(await title()).toBe('Space 2, restored');
    });
  });

  it('trains again when many films are new, and has them on every list', async () => {
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    const { modelId } = await fixture.announcement(ada, 1);
    const movies = Array.from({ length: 12 }, (_, i) => ({
      ...MOVIES[i],
      id: `ml-${i + 1}`,
      title: `New Space ${i}`,
    }));
    await fixture.publish(MoviesChanged, { movies });
    await eventually(async () => {
      expect(await fixture.ids(ada)).toContain('ml-1');
      expect((await fixture.list(ada)).modelId).not.toBe(modelId);
    }, 30_000);
  }, 35_000);

  it('takes what gathered while it was away in batches: few lists, and each person ends with the latest', async () => {
    const people = Array.from({ length: 20 }, userId);
    await fixture.stopService();
    const [changes, before] = [30, fixture.announced.length];
    for (let version = 1; version <= changes; version++)
      await Promise.all(people.map((person) => fixture.rate(person, version, { [version]: 5 })));
    await fixture.startService();
    await Promise.all(people.map((person) => fixture.announcement(person, changes)));
    for (const person of people)
      expect(await fixture.list(person)).toMatchObject({
        ratingsVersion: changes,
        length: expect.any(Number),
      });
    expect(fixture.announced.length - before).toBeLessThan(people.length * 5);
  }, 60_000);

  it('loses nothing when one of two processes is killed in the middle of its work', async () => {
    await fixture.startService();
    const people = Array.from({ length: 5 }, userId);
    for (let version = 1; version <= 30; version++) {
      for (const person of people) await fixture.rate(person, version, { [version]: 5 });
      if (version === 15) await fixture.stopService('SIGKILL');
    }
    for (const person of people) {
      await eventually(async () => {
        const ids = await fixture.ids(person);
        expect(ids.filter((id) => Number(id) <= 30)).toEqual([]);
        expect(await fixture.list(person)).toMatchObject({ ratingsVersion: 30 });
      }, 30_000);
    }
    expect(await fixture.deadEvents()).toBe(0);
  }, 90_000);

  it('leaves nothing of deleted users within a minute, though a replica froze in a training, with events in hand', async () => {
    await fixture.startService();
    // Each replica gets every other event.
    const people = [userId(), userId()];
    for (const person of people) {
      await fixture.rate(person, 1, { '1': 5 });
      await fixture.mark(person, 2, '2', 'watchlist', true);
      await fixture.announcement(person, 2);
    }
    const mongo = await fixture.database();
    const leases = mongo.db!.collection<{ _id: string; holder: string }>('leases');
    const frozen = await eventually(async () => {
      // One that has ended between two looks is asked for again.
      await fixture.rpc.call(trainModel, {});
      const lease = await leases.findOne({ _id: 'training' });
      const pid = Number(/-(\d+)-[0-9a-f]{8}$/.exec(lease!.holder)![1]);
      // A lease may still name a process that has ended: the next one to hold it will do.
      process.kill(pid, 'SIGSTOP');
      return pid;
    });
    const nothingLeft = async () => {
      for (const person of people) {
        expect(await fixture.redis.client.keys(`*${person}*`)).toEqual([]);
        expect(await mongo.db!.collection<{ _id: string }>('tastes').findOne({ _id: person })).toMatchObject({
          deletedAt: expect.any(Date),
          ratings: {},
          watchlist: {},
          notInterested: {},
        });
      }
    };
    try {
      for (const person of people) await fixture.publish(UserDeleted, { userId: person });
      await eventually(nothingLeft, 60_000);
    } finally {
      process.kill(frozen, 'SIGCONT');
    }
    // Late, and to both replicas.
    for (const person of [...people, ...people]) await fixture.rate(person, 3, { '3': 5 });
    const ada = userId();
    await fixture.rate(ada, 1, { '1': 5 });
    await fixture.announcement(ada, 1);
    await eventually(async () => expect(await fixture.unhandledEvents()).toBe(0));
    await eventually(nothingLeft, 60_000);
    await mongo.close();
    await fixture.stopService();
  }, 120_000);
});
