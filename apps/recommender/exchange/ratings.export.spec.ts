import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { NEWEST } from '#ranking/data/user-weights.js';
import { emptyProfile, type UserProfile } from '../profiles/user.profile.js';
import { ParquetTable } from './parquet.table.js';
import { exportParquet } from './ratings.export.js';

const MOVIE = { revision: 1, keywords: [], cast: [], directors: [] };
const NOW = Date.parse('2026-06-01T00:00:00Z');

async function* stream<T>(values: Iterable<T>) {
  yield* values;
}

function profile(
  userId: string,
  imported: boolean,
  ratings: Record<string, number | undefined>,
): UserProfile {
  const stored = Object.entries(ratings).map(([id, rating]) => [
    id,
    { rating, ratedAt: new Date(1_000_000_500), version: 1 },
  ]);
  return { ...emptyProfile(userId), imported, ratings: Object.fromEntries(stored) };
}

describe('the export for a training elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'export-'));
  const file = (name: string) => asyncBufferFromFile(join(folder, name));
  beforeEach(() => void mkdirSync(folder, { recursive: true }));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('has each film and each rating with its time and its weight, and nothing else', async () => {
    const account = Math.floor(NOW / 1000).toString(16) + '0123456789abcdef';
    const written = await exportParquet(
      folder,
      stream([
        { ...MOVIE, id: '603', title: 'The Matrix', year: 1999, genres: ['Action', 'Drama'] },
        { ...MOVIE, id: 'ml-7', title: 'Île', genres: [] },
      ]),
      stream([
        profile('a'.repeat(24), true, { '603': 4.5, 'ml-7': undefined }),
        profile(account, false, { '603': 2 }),
        profile('c'.repeat(24), false, {}),
      ]),
      NOW,
    );
    expect(written).toEqual({ movies: 2, ratings: 2, users: 2 });
    expect(await parquetReadObjects({ file: await file('films.parquet') })).toEqual([
      { movie_id: '603', title: 'The Matrix', year: 1999, genres: 'Action|Drama' },
      { movie_id: 'ml-7', title: 'Île', year: 0, genres: '' },
    ]);
    expect(await parquetReadObjects({ file: await file('ratings.parquet') })).toEqual([
      { user_id: 'a'.repeat(24), movie_id: '603', stars: 4.5, rated_at: 1_000_000.5, weight: 1 },
      { user_id: account, movie_id: '603', stars: 2, rated_at: 1_000_000.5, weight: Math.fround(NEWEST) },
    ]);
    expect(readdirSync(folder).toSorted()).toEqual(['films.parquet', 'ratings.parquet']);
  });

  it('is written a row group at a time, however many rows there are', async () => {
    const path = join(folder, 'texts.parquet');
    const table = new ParquetTable(path, { text: 'STRING' } as const, 100);
    for (let row = 0; row < 250; row++) {
      // A group is more than the writer holds back, and nothing makes it shorter.
      await table.add({ text: randomBytes(10_000).toString('base64') });
      if (row === 199) expect(statSync(`${path}.partial`).size).toBeGreaterThan(1_000_000);
    }
    await table.finish();
    const { row_groups: groups } = await parquetMetadataAsync(await file('texts.parquet'));
    expect(groups.map(({ num_rows }) => Number(num_rows))).toEqual([100, 100, 50]);
  });

  it('leaves no file behind that looks whole when it was interrupted', async () => {
    const broken = (async function* () {
      yield profile('a'.repeat(24), true, { '603': 4 });
      throw new Error('MongoDB went away');
    })();
    await expect(exportParquet(folder, stream([]), broken)).rejects.toThrow('MongoDB went away');
    expect(readdirSync(folder)).toEqual([]);
  });
});
