import type { MovieCard } from '#contracts/catalog/movie.js';
import type { UserExport } from '#contracts/users/users.rpc.js';
import { type ImportedRating, readRatingsImport } from '#datasets/history/ratings-import.js';
import { describe, expect, it } from '@jest/globals';
import { exportFor, type ServiceExport } from './service.export.js';

const at = '2024-01-02T03:04:05.000Z';
const data = {
  user: { id: 'ada', email: 'ada@example.com', displayName: 'Ada', registeredAt: at },
  ratings: [
    { movieId: '603', rating: 4.5, ratedAt: at },
    { movieId: 'ml-7', rating: 1, ratedAt: at },
  ],
  watchlist: [{ movieId: '78', addedAt: at }],
  notInterested: [],
  seen: [
    { movieId: '603', addedAt: at, seenAt: '2024-01-01' },
    { movieId: '348', addedAt: at, seenAt: '2024-01-03' },
  ],
  rewatches: [{ movieId: '603', seenAt: '2024-05-06' }],
} as UserExport;
const cards = new Map<string, MovieCard>(
  [
    ['603', 'The Matrix', 1999],
    ['ml-7', '=Sum, of "all"', 1990],
    ['348', 'Alien', 1979],
    ['78', 'Blade Runner', 1982],
  ].map(([id, title, year]) => [id as string, { id, title, year, genres: [] } as unknown as MovieCard]),
);
const links = [{ movieId: '603', imdb: 'tt0133093' }];
const exported = (service: ServiceExport) => [...exportFor(service, data, cards, links)].join('');

async function imported(service: ServiceExport): Promise<ImportedRating[]> {
  const rows: ImportedRating[] = [];
  const reading = readRatingsImport(exported(service), { name: `${service}.x`, lenient: true });
  for await (const row of reading) rows.push(row);
  return rows;
}

describe('an export in the form of another service', () => {
  it('is what Letterboxd’s own import reads', () => {
    expect(exported('letterboxd').split('\r\n')).toEqual([
      'imdbID,tmdbID,Title,Year,Rating,WatchedDate,Rewatch',
      'tt0133093,603,The Matrix,1999,4.5,2024-01-01,',
      `,,"'=Sum, of ""all""",1990,1,,`,
      ',348,Alien,1979,,2024-01-03,',
      'tt0133093,603,The Matrix,1999,,2024-05-06,true',
      '',
    ]);
  });

  it('comes back from Letterboxd’s form with every viewing', async () => {
    expect(await imported('letterboxd')).toMatchObject([
      { movieId: '603', rating: 4.5, seen: true, seenAt: new Date('2024-01-01') },
      { title: '=Sum, of "all"', rating: 1 },
      { movieId: '348', seen: true, seenAt: new Date('2024-01-03') },
      { movieId: '603', seen: true, seenAt: new Date('2024-05-06'), rewatch: true },
    ]);
  });

  it('is a table as IMDb exports it', async () => {
    expect(exported('imdb')).toContain(
      'tt0133093,9,2024-01-02,The Matrix,https://www.imdb.com/title/tt0133093/,Movie,1999\r\n',
    );
    expect(await imported('imdb')).toMatchObject([{ imdbId: 'tt0133093', rating: 4.5 }, { rating: 1 }]);
  });

  it('is JSON as Trakt exports it, and comes back whole', async () => {
    expect(JSON.parse(exported('trakt')).ratings[0]).toEqual({
      rated_at: at,
      rating: 9,
      type: 'movie',
      movie: { title: 'The Matrix', year: 1999, ids: { imdb: 'tt0133093', tmdb: 603 } },
    });
    expect(await imported('trakt')).toMatchObject([
      { movieId: '603', imdbId: 'tt0133093', rating: 4.5, ratedAt: new Date(at) },
      { rating: 1 },
      { movieId: '603', seen: true, seenAt: new Date('2024-01-01') },
      { movieId: '348', seen: true, seenAt: new Date('2024-01-03') },
      { movieId: '603', seen: true, seenAt: new Date('2024-05-06') },
      { movieId: '78', watchlist: true, addedAt: new Date(at) },
    ]);
  });
});
