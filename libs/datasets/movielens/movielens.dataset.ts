import { join } from 'node:path';
import { requireColumns } from '../csv/csv-table.js';
import type { Dataset } from '../dataset.js';
import { filmIdOf, readLinks } from './links.reader.js';
import { readMovielensMovies } from './movielens-movies.reader.js';
import { readRatings } from './ratings.reader.js';
import { emptySummary, summaryOf } from '../records/read-summary.js';

/** A folder as MovieLens gives it out. tags.csv and the genome files are not read. */
export async function openMovielensFolder(name: string, folder: string): Promise<Dataset> {
  const [movies, links, ratings] = ['movies.csv', 'links.csv', 'ratings.csv'].map((file) =>
    join(folder, file),
  );
  await requireColumns(movies, ['movieId', 'title', 'genres']);
  await requireColumns(links, ['movieId', 'imdbId', 'tmdbId']);
  await requireColumns(ratings, ['userId', 'movieId', 'rating', 'timestamp']);
  const summary: Dataset['summary'] = [];
  return {
    name,
    summary,
    async *films() {
      const linkTable = await readLinks(links, summaryOf(summary, links));
      yield* readMovielensMovies(movies, linkTable, summaryOf(summary, movies));
    },
    async *ratings() {
      const linkTable = await readLinks(links, summaryOf(summary, links));
      const known = new Set<string>();
      for await (const film of readMovielensMovies(movies, linkTable, emptySummary(movies)))
        known.add(film.id);
      const filmOf = (movielensId: string): string | undefined => {
        const id = filmIdOf(movielensId, linkTable.get(movielensId));
        return known.has(id) ? id : undefined;
      };
      yield* readRatings(ratings, filmOf, summaryOf(summary, ratings));
    },
  };
}
