import { Readable } from 'node:stream';
import { matchHistory, type MatchHistory } from '#contracts/catalog/catalog.rpc.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/fields.js';
import type { ImportFilms } from '#contracts/users/imports.rpc.js';
import { type DatedRating, exportUser } from '#contracts/users/users.rpc.js';
import type { RpcClient } from '#platform/messaging/rpc.client.js';
import { describe, expect, it } from '@jest/globals';
import { HistoryImport } from './history.import.js';
import { HistoryMatches } from './history.matches.js';
import { ImportSaving } from './import.saving.js';

/** Catalogue and users as the import sees them: each movie of an own id exists; users go away before a given save. */
class Services {
  readonly sizes: Record<string, number[]> = {};
  readonly saved = new Map<string, number>();
  awayBefore?: number;
  ratings: DatedRating[] = [];

  call = async ({ name }: { name: string }, request: MatchHistory & ImportFilms): Promise<unknown> => {
    if (name === exportUser.name) return { ratings: this.ratings, watchlist: [], seen: [] };
    const sizes = (this.sizes[name] ??= []);
    if (name === matchHistory.name) {
      sizes.push(request.rows.length);
      return request.rows.map(({ row, movieId }) => ({ row, movieId }));
    }
    if (sizes.length === this.awayBefore) throw new AppError('service_unavailable');
    sizes.push(request.ratings.length);
    for (const { movieId, rating } of request.ratings) this.saved.set(movieId, rating);
    return { ratingsVersion: sizes.length };
  };
}

const FILMS = 2500;
const file = [
  'movieId,title,year,rating,ratedAt',
  ...Array.from({ length: FILMS }, (_, at) => `${at + 1},,,3,2024-01-02`),
  '1,,,5,2024-01-03',
].join('\n');

function importing(services: Services) {
  const announced: [version: number, count: number][] = [];
  const rpc = services as unknown as RpcClient;
  const history = new HistoryImport(rpc, new HistoryMatches(rpc), new ImportSaving(rpc));
  const run = (text = file) =>
    history.import(
      'ada',
      Readable.from([text]),
      'x.csv',
      async (version, movieIds) => void announced.push([version, movieIds.length]),
    );
  return { run, announced };
}

describe('HistoryImport', () => {
  it('matches and saves a chunk at a time, each film once with its latest rating', async () => {
    const services = new Services();
    const { run, announced } = importing(services);
    expect(await run()).toEqual({
      importId: expect.any(String),
      imported: FILMS,
      seen: 0,
      watchlist: 0,
      kept: 0,
      skipped: 0,
      skippedRows: [],
      raised: 0,
      unmatched: [],
      refused: [],
    });
    expect(services.sizes).toEqual({
      'catalog.match-history': [RATINGS_PER_CHUNK, RATINGS_PER_CHUNK, 500],
      'users.import-films': [RATINGS_PER_CHUNK, RATINGS_PER_CHUNK, 500],
    });
    expect(services.saved.get('1')).toBe(5);
    expect(announced).toEqual([
      [1, RATINGS_PER_CHUNK],
      [2, RATINGS_PER_CHUNK],
      [3, 500],
    ]);
  });

  it('keeps what is here when it is newer, and counts what is the same', async () => {
    const services = new Services();
    const ratedAt = '2024-01-02T12:00:00.000Z';
    services.ratings = [1, 2, 3].map((id) => ({ movieId: `${id}`, rating: 3, ratedAt }));
    const rows = [
      '1,,,5,2024-01-01',
      '2,,,5,2024-01-03',
      '3,,,3,2020-01-01',
      '4,,,4,2024-01-02',
      '4,,,2,2024-01-01',
    ];
    const text = ['movieId,title,year,rating,ratedAt', ...rows].join('\n');
    expect(await importing(services).run(text)).toMatchObject({ imported: 3, kept: 1 });
    expect(Object.fromEntries(services.saved)).toEqual({ 2: 5, 4: 4 });
  });

  it('says of each row that it skips which it is and why, and how many ratings it raised', async () => {
    const { run } = importing(new Services());
    const text = 'userId,movieId,rating,timestamp\n7,31,0.5,1\n7,32,,1\n7,x,3,1\n8,33,4,1\n7,34,9,1\n';
    expect(await run(text)).toMatchObject({
      skipped: 4,
      skippedRows: [
        { row: 3, why: 'has no rating' },
        { row: 4, why: 'movieId "x" is not an id' },
        { row: 5, why: 'belongs to user 8, the rows before it to user 7' },
        { row: 6, why: 'rating "9" is not from 0.5 to 5' },
      ],
    });
    const raised =
      'movie_id,imdb_id,tmdb_id,rating,title\n1,,862,0.5,Toy Story (1995)\n2,,863,1,Toys (1999)\n';
    expect(await run(raised)).toMatchObject({ imported: 2, raised: 1 });
  });

  it('says how far it came when users go away, and does the rest when it is repeated', async () => {
    const services = new Services();
    const { run, announced } = importing(services);
    services.awayBefore = 2;
    await expect(run()).rejects.toMatchObject({
      code: 'service_unavailable',
      message: `2000 of ${FILMS} entries were saved, then a part of the system went away. Send it again for the rest.`,
    });
    expect([services.saved.size, announced.length]).toEqual([2000, 2]);
    services.awayBefore = undefined;
    expect(await run()).toMatchObject({ imported: FILMS });
    expect(services.saved.size).toBe(FILMS);
  });

  it('saves nothing of a file that is refused in its last row', async () => {
    const services = new Services();
    const rows = Array.from({ length: 20_001 }, (_, at) => `${at + 1},,,3,2024-01-02`);
    const text = ['movieId,title,year,rating,ratedAt', ...rows].join('\n');
    await expect(importing(services).run(text)).rejects.toMatchObject({ code: 'unreadable_file' });
    expect(services.sizes).toEqual({});
  });
});
