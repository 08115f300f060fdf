import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface MovielensRow {
  id: number;
  /** As MovieLens writes it, with its year. */
  title: string;
  genres: string;
  tmdb?: string;
  imdb?: string;
}

/** Writes a small data set in the form of MovieLens, each movie rated once by each of two users. @returns its folder */
export async function writeMovielens(parent: string, name: string, rows: MovielensRow[]): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder, { recursive: true });
  const write = (file: string, header: string, lines: unknown[][]) =>
    writeFile(join(folder, file), [header, ...lines.map((cells) => cells.join(',')), ''].join('\n'));
  await write(
    'movies.csv',
    'movieId,title,genres',
    rows.map(({ id, title, genres }) => [id, `"${title}"`, genres]),
  );
  await write(
    'links.csv',
    'movieId,imdbId,tmdbId',
    rows.map(({ id, imdb = '', tmdb = '' }) => [id, imdb, tmdb]),
  );
  await write(
    'ratings.csv',
    'userId,movieId,rating,timestamp',
    [1, 2].flatMap((user) => rows.map(({ id }) => [user, id, 3 + (id % 3) / 2, 1_000_000_000 + id])),
  );
  return folder;
}
