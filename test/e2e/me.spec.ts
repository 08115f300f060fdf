import 'reflect-metadata';
import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { json as jsonOf } from 'node:stream/consumers';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { zip } from '#datasets/download/zip.fixture.js';
import type { MovieCard } from '#contracts/catalog/movie.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover, type Items, type Problem } from '../support/system/film-lover.js';
import { MOVIES_PER_CAMP, movieId, loveOf } from '../support/system/small.dataset.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

const FORM_HEAD = '--b\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\n';
const FORM_TAIL = '\r\n--b--\r\n';

type SeenMovie = { movie: MovieCard; seenAt?: string };
type Imported = { imported: number; skipped: number; unmatched: object[] };

const NOTHING = {
  importId: expect.any(String),
  imported: 0,
  seen: 0,
  watchlist: 0,
  kept: 0,
  skipped: 0,
  skippedRows: [],
  raised: 0,
  unmatched: [],
  refused: [],
};

interface Look {
  importId: string;
  format?: string;
  scale?: string;
  rows: number;
  matched: number;
  conflicts: { movie: MovieCard; wins: string }[];
  unmatched: { row: number; title: string; candidates: MovieCard[] }[];
  refused: { row: number; why: string }[];
  columns?: { name: string; samples: string[] }[];
}

describe('my data', () => {
  const system = sharedSystem();

  beforeAll(() => system.ready(), 180_000);

  /** An import whose form is written piece by piece. */
  const formOf = (person: FilmLover, agent?: Agent): ClientRequest =>
    request(`${system.api}/me/ratings/import`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${person.token}`,
        'content-type': 'multipart/form-data; boundary=b',
      },
    });

  async function answerTo<T>(sent: ClientRequest): Promise<{ status?: number; body: T }> {
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode, body: (await jsonOf(response)) as T };
  }

  it('begins with well-known films I have not rated', async () => {
    const ada = await FilmLover.register(system.api);
    const first = await ada.get<Items<MovieCard>>('/me/onboarding?limit=10');
    expect(first.body.items).toHaveLength(10);
    const [known] = first.body.items;
    await ada.rate({ [known.id]: 3 });
    await eventually(async () => {
      const { body } = await ada.get<Items<MovieCard>>('/me/onboarding?limit=10');
      expect(body.items.map((movie) => movie.id)).not.toContain(known.id);
    });
  });

  it('has what I have seen and not rated, page by page, until it is rated or taken out', async () => {
    const ada = await FilmLover.register(system.api);
    const seen = async (query = '') => {
      const { body } = await ada.get<Items<SeenMovie> & { nextCursor?: string }>(`/me/seen${query}`);
      return { ids: body.items.map(({ movie }) => movie.id), ...body };
    };
    const [one, two, three] = [1, 2, 3].map((n) => movieId('paris', n));
    expect((await ada.put(`/me/seen/${one}`)).status).toBe(204);
    expect((await ada.put(`/me/seen/${two}`, {})).status).toBe(204);
    expect((await ada.put(`/me/seen/${three}`, { seenAt: '2026-01-02T23:00:00-05:00' })).status).toBe(204);
    const { items, ids } = await seen();
    expect(ids).toEqual([three, two, one]);
    expect(items[0]).toMatchObject({ movie: { title: 'paris film 3' }, seenAt: '2026-01-02' });
    expect(items[1]).not.toHaveProperty('seenAt');
    const first = await seen('?limit=2');
    expect((await seen(`?limit=2&cursor=${first.nextCursor}`)).ids).toEqual([one]);
    await ada.put(`/me/ratings/${two}`, { rating: 4 });
    expect((await seen()).ids).toEqual([three, one]);
    expect((await ada.delete(`/me/seen/${three}`)).status).toBe(204);
    expect((await seen()).ids).toEqual([one]);
    await ada.delete(`/me/ratings/${two}`);
    expect((await seen()).ids).toEqual([two, one]);
    for (const seenAt of ['2095-01-01', '1800-01-01', 'yesterday', 7])
      expect((await ada.put<Problem>(`/me/seen/${one}`, { seenAt })).body).toMatchObject({
        status: 400,
        errors: [{ path: 'seenAt' }],
      });
    expect((await ada.put('/me/seen/999999')).status).toBe(404);
    expect((await ada.delete('/me/seen/x')).status).toBe(404);
    expect((await ada.get('/me/seen?cursor=!')).status).toBe(400);
  });

  it('is a diary, too: each rating says when its film was watched, and again', async () => {
    const ada = await FilmLover.register(system.api);
    const id = movieId('space', 9);
    const rate = (body: object) => ada.put<Problem>(`/me/ratings/${id}`, { rating: 4, ...body });
    const rated = async () => (await ada.get<Items<object>>('/me/ratings')).body.items;
    expect((await rate({ seenAt: '2026-01-02' })).status).toBe(200);
    expect((await rate({ seenAt: '2026-02-03', rewatch: true })).status).toBe(200);
    expect((await rate({ rewatch: true })).status).toBe(200);
    expect((await rate({ rating: 4.5 })).status).toBe(200);
    const today = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    expect(await rated()).toMatchObject([
      { movie: { id }, rating: 4.5, seenAt: '2026-01-02', rewatches: ['2026-02-03', today] },
    ]);
    await rate({ seenAt: '2026-02-03', rewatch: false });
    await ada.delete(`/me/seen/${id}`);
    const [changed] = await rated();
    expect(changed).toMatchObject({ rating: 4, rewatches: [today] });
    expect(changed).not.toHaveProperty('seenAt');
    for (const wrong of [{ seenAt: '2095-01-01' }, { seenAt: '1850-01-01' }, { rewatch: 'yes' }])
      expect((await rate(wrong)).body).toMatchObject({
        status: 400,
        errors: [{ path: Object.keys(wrong)[0] }],
      });
    const { body } = await ada.get<{ rewatches: object[] }>('/me/export');
    expect(body.rewatches).toMatchObject([{ movieId: id, seenAt: today }]);
  });

  it('says whose films I like', async () => {
    const ada = await FilmLover.register(system.api);
    expect((await ada.get('/me/taste')).body).toMatchObject({ ratings: 0, directors: [], actors: [] });
    await ada.rate({ ...loveOf('space'), [movieId('paris', 1)]: 1 });
    await eventually(async () => {
      const { body } = await ada.get<{ ratings: number; directors: object[] }>('/me/taste');
      expect(body.ratings).toBe(6);
      expect(body.directors).toEqual([{ id: 'ada-orbit', name: 'Ada Orbit', films: 5, meanStars: 5 }]);
    });
  });

  it('goes on with films that tell most about me, other ones than those I have not seen, to the last', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    const offers = async (not: string[], limit = 20) =>
      (
        await ada.get<Items<MovieCard>>(
          `/me/onboarding?limit=${limit}${not.map((id) => `&not=${id}`).join('')}`,
        )
      ).body.items.map(({ id }) => id);
    const seen: string[] = [];
    for (let offered = await offers([]); offered.length > 0; offered = await offers(seen))
      seen.push(...offered);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(2 * MOVIES_PER_CAMP - 5);
    expect((await ada.get<Problem>('/me/onboarding?not=x')).body.errors?.[0].path).toBe('not');
  });

  it('tells how well films fit me', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.rate(loveOf('space'));
    const asked = [movieId('paris', 33), movieId('space', 33)];
    await eventually(async () => {
      const { body } = await ada.get<Items<{ movieId: string }>>(
        `/me/matches?movieId=${asked.join('&movieId=')}`,
      );
      expect(body.items.map((match) => match.movieId)).toEqual([...asked].reverse());
    });
    expect((await ada.get<Items<unknown>>(`/me/matches?movieId=${asked[0]}`)).body.items).toHaveLength(1);
    expect((await ada.get('/me/matches')).status).toBe(400);
    expect((await ada.get('/me/matches?movieId=x')).status).toBe(400);
  });

  it('is exported, and the export is imported again by somebody else', async () => {
    const [ada, bob] = [await FilmLover.register(system.api), await FilmLover.register(system.api)];
    await ada.rate(loveOf('space'));
    await ada.put(`/me/watchlist/${movieId('paris', 1)}`);
    await ada.put(`/me/seen/${movieId('paris', 2)}`, { seenAt: '2026-01-02' });
    const json = await ada.get<{ ratings: unknown[]; watchlist: { movieId: string }[]; seen: object[] }>(
      '/me/export',
    );
    expect(json.body.ratings).toHaveLength(5);
    expect(json.body.watchlist[0].movieId).toBe(movieId('paris', 1));
    expect(json.body.seen).toEqual([
      expect.objectContaining({ movieId: movieId('paris', 2), seenAt: '2026-01-02', title: 'paris film 2' }),
    ]);
    expect((await ada.get<{ ratings: object[] }>('/me/export?format=trakt')).body.ratings).toHaveLength(5);
    const letterboxd = (await ada.get<string>('/me/export?format=letterboxd')).body.split('\r\n');
    expect(letterboxd).toHaveLength(8);
    expect(letterboxd[1]).toBe('tt0001000,1000,space film 0,1960,5,,');
    expect(letterboxd[6]).toBe('tt0002002,2002,paris film 2,1962,,2026-01-02,');
    expect((await ada.get('/me/export?format=x')).status).toBe(400);
    const csv = (await ada.get<string>('/me/export?format=csv')).body;
    const imported = await bob.upload<Imported>('/me/ratings/import', csv);
    expect(imported.body).toEqual({ ...NOTHING, imported: 5 });
    const { body } = await bob.get<Items<{ movie: MovieCard; rating: number }>>('/me/ratings');
    expect(body.items.map(({ movie, rating }) => [movie.id, rating])).toEqual(
      expect.arrayContaining(Object.entries(loveOf('space'))),
    );
  });

  it('takes a Letterboxd history, and names the rows that found no film', async () => {
    const bob = await FilmLover.register(system.api);
    const csv =
      'Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,space film 4,1964,x,4.5\n2024-01-03,Nobody Knows It,1999,y,3\n2024-01-04,space film 5,1965,z,\n';
    expect((await bob.upload<Imported>('/me/ratings/import', csv)).body).toMatchObject({
      imported: 1,
      skipped: 1,
      skippedRows: [{ row: 4, title: 'space film 5', year: 1965, why: 'has no rating' }],
      unmatched: [{ row: 3, title: 'Nobody Knows It', year: 1999 }],
    });
    expect((await bob.upload<Imported>('/me/ratings/import', 'what,is,this\n1,2,3\n')).body).toMatchObject({
      code: 'unreadable_file',
    });
  });

  it('shows what a history would do, does it, and takes it back', async () => {
    const bob = await FilmLover.register(system.api);
    const [rated, added] = [movieId('space', 4), movieId('space', 7)];
    await bob.rate({ [rated]: 2 });
    await bob.put(`/me/watchlist/${added}`);
    const films = 'Date,Name,Year,Letterboxd URI';
    const file = zip({
      'ratings.csv': `${films},Rating\n2020-01-02,space film 4,1964,x,4.5\n2024-01-02,space film 5,1965,x,4\n2024-01-03,space flim 6,1966,x,3\n2024-01-04,space film 8,1968,x,9\n`,
      'watched.csv': `${films}\n2024-01-05,space film 9,1969,x\n`,
      'watchlist.csv': `${films}\n2024-01-05,space film 7,1967,x\n2024-01-05,space film 10,1970,x\n`,
    });
    const { status, body: look } = await bob.upload<Look>('/me/imports', file, { name: 'letterboxd.zip' });
    expect(status).toBe(201);
    expect(look).toMatchObject({
      format: 'Letterboxd',
      scale: '0.5–5',
      rows: 7,
      matched: 5,
      ratings: 1,
      seen: 1,
      watchlist: 1,
      conflictCount: 1,
      conflicts: [
        { row: 2, movie: { id: rated }, here: { rating: 2 }, there: { rating: 4.5 }, wins: 'here' },
      ],
      unmatched: [{ row: 4, file: 'ratings.csv', title: 'space flim 6', year: 1966 }],
      refused: [{ row: 5, file: 'ratings.csv', why: 'rating "9" is not from 0.5 to 5' }],
    });
    expect(look.unmatched[0].candidates.map(({ id }) => id)).toContain(movieId('space', 6));
    expect((await bob.get<Items<unknown>>('/me/ratings')).body.items).toHaveLength(1);

    const choices = [{ row: 4, file: 'ratings.csv', movieId: movieId('space', 6) }];
    const apply = `/me/imports/${look.importId}/apply`;
    const stranger = await FilmLover.register(system.api);
    expect((await stranger.post(apply, {})).status).toBe(404);
    expect((await bob.post<Problem>(apply, { choices: [{ row: 4, movieId: 'x' }] })).status).toBe(400);
    const applied = await bob.post<object>(apply, { choices, conflicts: 'file' });
    expect(applied.body).toMatchObject({
      imported: 3,
      seen: 1,
      watchlist: 1,
      unmatched: [],
      refused: [{ row: 5 }],
    });
    const starsNow = async () => {
      const { body } =
        await bob.get<Items<{ movie: MovieCard; rating: number; ratedAt: string }>>('/me/ratings');
      return Object.fromEntries(body.items.map(({ movie, rating }) => [movie.id, rating]));
    };
    const idsOf = async (path: string) =>
      (await bob.get<Items<{ movie: MovieCard }>>(path)).body.items.map(({ movie }) => movie.id).sort();
    expect(await starsNow()).toEqual({ [rated]: 4.5, [movieId('space', 5)]: 4, [movieId('space', 6)]: 3 });
    expect(await idsOf('/me/seen')).toEqual([movieId('space', 9)]);
    expect(await idsOf('/me/watchlist')).toEqual([added, movieId('space', 10)].sort());
    expect((await bob.post(apply, {})).status).toBe(404);

    await bob.rate({ [movieId('space', 5)]: 1 });
    expect((await bob.get<Items<object>>('/me/imports')).body.items).toMatchObject([
      { importId: look.importId, name: 'Letterboxd', ratings: 3, seen: 1, watchlist: 1 },
    ]);
    expect((await stranger.delete(`/me/imports/${look.importId}`)).status).toBe(404);
    expect((await bob.delete(`/me/imports/${look.importId}`)).status).toBe(204);
    expect(await starsNow()).toEqual({ [rated]: 2, [movieId('space', 5)]: 1 });
    expect(await idsOf('/me/seen')).toEqual([]);
    expect(await idsOf('/me/watchlist')).toEqual([added]);
    expect((await bob.delete(`/me/imports/${look.importId}`)).status).toBe(404);
    expect((await bob.delete('/me/imports/x')).status).toBe(400);
  });

  it('keeps every viewing of a diary, exports them, and takes them back', async () => {
    const bob = await FilmLover.register(system.api);
    const id = movieId('space', 4);
    await bob.put(`/me/ratings/${id}`, { rating: 4, seenAt: '2021-01-01' });
    const diary = [
      'Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date',
      '2020-01-02,space film 4,1964,x,4,,,2020-01-02',
      '2024-05-06,space film 4,1964,x,4,Yes,,2024-05-06',
    ].join('\n');
    const { body: look } = await bob.upload<Look>('/me/imports', diary, { name: 'diary.csv' });
    expect(look).toMatchObject({ rows: 2, ratings: 1, seen: 1, rewatches: 2, refused: [] });
    const applied = await bob.post<Imported>(`/me/imports/${look.importId}/apply`, {});
    expect(applied.body).toMatchObject({ seen: 1, rewatches: 2 });
    const viewings = async () => {
      const [rated] = (await bob.get<Items<{ seenAt: string; rewatches?: string[] }>>('/me/ratings')).body
        .items;
      return [rated.seenAt, ...(rated.rewatches ?? [])];
    };
    expect(await viewings()).toEqual(['2020-01-02', '2021-01-01', '2024-05-06']);
    const exported = (await bob.get<string>('/me/export?format=letterboxd')).body;
    const again = await FilmLover.register(system.api);
    expect((await again.upload<Imported>('/me/ratings/import', exported)).body).toMatchObject({
      imported: 1,
      rewatches: 2,
    });
    expect((await bob.delete(`/me/imports/${look.importId}`)).status).toBe(204);
    expect(await viewings()).toEqual(['2021-01-01']);
  });

  it('reads a table that nobody knows by the columns I name, and tells how far it is', async () => {
    const bob = await FilmLover.register(system.api);
    const odd = 'a;b;c\nspace film 4;1964;80\nspace film 5;1965;40\n';
    const look = await bob.upload<Look>('/me/imports', odd, { name: 'odd.csv' });
    expect(look.body).toMatchObject({
      rows: 0,
      columns: [{ name: 'a', samples: ['space film 4', 'space film 5'] }, { name: 'b' }, { name: 'c' }],
    });
    const mapping = { title: 'a', year: 'b', rating: 'c', scale: 100 };
    const again = await bob.upload<Look>('/me/imports', odd, {
      fields: { mapping: JSON.stringify(mapping) },
    });
    expect(again.body).toMatchObject({ rows: 2, matched: 2, scale: '1–100' });
    for (const wrong of ['{', '{"scale":7}', '{"title":{"$gt":""}}'])
      expect((await bob.upload('/me/imports', odd, { fields: { mapping: wrong } })).status).toBe(400);
    const stream = await fetch(`${system.api}/me/recommendations/stream`, {
      headers: { authorization: `Bearer ${bob.token}` },
    });
    const heard = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    const last = await bob.upload<Look>('/me/imports', odd, { name: 'odd.csv' });
    const applied = await bob.post<Imported>(`/me/imports/${last.body.importId}/apply`, { mapping });
    expect(applied.body).toMatchObject({ imported: 2 });
    let said = '';
    while (!/event: import\n/u.test(said) || !said.endsWith('\n\n')) said += (await heard.read()).value ?? '';
    expect(said).toContain(JSON.stringify({ importId: last.body.importId, done: 2, total: 2 }));
    await heard.cancel();
  });

  it('refuses a file of line breaks at once, saves nothing of it, and goes on with its connection', async () => {
    const bob = await FilmLover.register(system.api);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const rated = 'Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,space film 4,1964,x,4.5\n';
    const upload = formOf(bob, agent);
    upload.end(`${FORM_HEAD}${rated}${'\n'.repeat(4 * 1024 * 1024)}${FORM_TAIL}`);
    const { status, body } = await answerTo<Problem>(upload);
    expect([status, body.code]).toEqual([400, 'unreadable_file']);
    expect(body.detail).toMatch(/^row \d+: the file has more than 20,000 blank lines$/);
    const headers = { authorization: `Bearer ${bob.token}` };
    const next = request(`${system.api}/me/ratings`, { agent, headers });
    next.end();
    expect((await answerTo<Items<unknown>>(next)).body.items).toEqual([]);
    agent.destroy();
  });

  it('answers others while a file arrives, and reads it to its end', async () => {
    const bob = await FilmLover.register(system.api);
    const upload = formOf(bob);
    const answer = answerTo(upload);
    upload.write(`${FORM_HEAD}Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,space film 4,1964,x,4.5\n`);
    expect((await bob.get('/me')).status).toBe(200);
    upload.end(`2024-01-02,space film 5,1965,x,4\n${FORM_TAIL}`);
    expect((await answer).body).toEqual({ ...NOTHING, imported: 2 });
  });

  it.each([
    [
      'that breaks off',
      '--b\r\ncontent-disposition: form-data; name="file"; filename="x.csv"\r\n\r\nDate,Na',
    ],
    ['without a file', '--b--\r\n'],
    ['that is none', 'Date,Name,Year'],
  ])('answers 400 to a form %s', async (_, form) => {
    const bob = await FilmLover.register(system.api);
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const { status, body } = await bob.send<Problem>('POST', '/me/ratings/import', form, headers);
    expect([status, body.code]).toEqual([400, 'unreadable_file']);
  });

  it('is gone after the account is deleted', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
    expect((await ada.delete('/me', { password: 'wrong password' })).status).toBe(403);
    expect((await ada.delete('/me', { password: ada.password })).status).toBe(204);
    expect((await ada.get('/me')).status).toBe(401);
    expect((await ada.get('/me/recommendations')).status).toBe(401);
    expect((await ada.post('/auth/login', { email: ada.email, password: ada.password })).status).toBe(401);
  });
});
