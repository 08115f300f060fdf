import { join } from 'node:path';
import { requireColumns } from '../csv/csv-table.js';
import type { Dataset } from '../records/dataset.js';
import { hasImdbFiles, type ImdbTitle, readImdbTitles, withImdb } from '../imdb/imdb.titles.js';
import { imdbNumber } from '../imdb/tsv.reader.js';
import { type MovielensLink, movieIdOf, readLinks } from './links.reader.js';
import { readMovielensMovies } from './movielens-movies.reader.js';
import { linkByTitle, type TitleLinks } from './title-links.js';
import { readRatings } from './ratings.reader.js';
import { emptySummary, summaryOf } from '../records/read-summary.js';

/**
 * A folder as MovieLens gives it out. tags.csv and the genome files are not read. Where IMDb's files lie beside them, they say
 * of each film what MovieLens does not.
 */
export async function openMovielensFolder(name: string, folder: string): Promise<Dataset> {
  const [movies, links, ratings] = ['movies.csv', 'links.csv', 'ratings.csv'].map((file) =>
    join(folder, file),
  );
  await requireColumns(movies, ['movieId', 'title', 'genres']);
  await requireColumns(links, ['movieId', 'imdbId', 'tmdbId']);
  await requireColumns(ratings, ['userId', 'movieId', 'rating', 'timestamp']);
  const summary: Dataset['summary'] = [];
  const notes: string[] = [];
  const readLinkTable = async () => {
    const linkTable = await readLinks(links, summaryOf(summary, links));
    notes.splice(0, Infinity, ...notesOn(await linkByTitle(movies, linkTable)));
    return linkTable;
  };
  return {
    name,
    kind: 'movielens',
    summary,
    notes,
    async *movies() {
      const linkTable = await readLinkTable();
      const imdb = hasImdbFiles(folder)
        ? await readImdbTitles(folder, imdbNumbers(linkTable), summary)
        : new Map<number, ImdbTitle>();
      for await (const movie of readMovielensMovies(movies, linkTable, summaryOf(summary, movies)))
        yield withImdb(movie, imdb.get(imdbNumber(movie.links.imdb) ?? -1));
    },
    async *ratings() {
      const linkTable = await readLinkTable();
      const known = new Set<string>();
      for await (const movie of readMovielensMovies(movies, linkTable, emptySummary(movies)))
        known.add(movie.id);
      const movieOf = (movielensId: string): string | undefined => {
        const id = movieIdOf(movielensId, linkTable.get(movielensId));
        return known.has(id) ? id : undefined;
      };
      yield* readRatings(ratings, movieOf, summaryOf(summary, ratings));
    },
  };
}

function imdbNumbers(links: ReadonlyMap<string, MovielensLink>): Set<number> {
  return new Set([...links.values()].flatMap(({ imdb }) => imdbNumber(imdb) ?? []));
}

function notesOn({ linked, unlinked, names }: TitleLinks): string[] {
  const count = (number: number) => number.toLocaleString('en');
  return [
    ...(linked > 0 ? [`${count(linked)} films without TMDB’s id were linked by title and year`] : []),
    ...(unlinked > 0 ? [`${count(unlinked)} films have no TMDB id and keep their own:`] : []),
    ...names.map((name) => `  ${name}`),
    ...(unlinked > names.length ? [`  and ${count(unlinked - names.length)} more`] : []),
  ];
}
