import { readCsvFile } from '../csv/csv-table.js';
import { imdbId } from '../records/imdb-id.js';
import { noteBroken, type ReadSummary } from '../records/read-summary.js';

/** Where a MovieLens movie is found elsewhere. */
export interface MovielensLink {
  tmdb?: string;
  imdb?: string;
  /** Whether TMDB's id was found by title and year, not given. */
  byTitle?: true;
}

/**
 * Reads links.csv of MovieLens (movieId, imdbId, tmdbId) or this product's own link table (movieId, tmdbId).
 *
 * @returns by MovieLens id; blank ids are left away, IMDb's come with "tt" and at least seven digits
 */
export async function readLinks(path: string, summary: ReadSummary): Promise<Map<string, MovielensLink>> {
  const links = new Map<string, MovielensLink>();
  const columns = { required: ['movieId', 'tmdbId'], optional: ['imdbId'] } as const;
  for await (const { row, values } of readCsvFile(path, columns, summary)) {
    const { movieId } = values;
    const imdb = imdbId(values.imdbId);
    // Spreadsheets and pandas write whole numbers with blanks between them as "862.0".
    const tmdbId = values.tmdbId.replace(/\.0$/u, '');
    if (!isId(movieId)) {
      noteBroken(summary, row, `movieId "${movieId.slice(0, 40)}" is not a number`);
    } else if ((tmdbId !== '' && !isId(tmdbId)) || (values.imdbId && imdb === undefined)) {
      noteBroken(
        summary,
        row,
        `imdbId "${(values.imdbId ?? '').slice(0, 40)}" or tmdbId "${tmdbId.slice(0, 40)}" is not a number`,
      );
    } else {
      const link: MovielensLink = {};
      if (tmdbId !== '') link.tmdb = tmdbId;
      if (imdb !== undefined) link.imdb = imdb;
      links.set(movieId, link);
      summary.read += 1;
    }
  }
  return links;
}

/** Whether a text is a number such as MovieLens and TMDB give; nobody has given eleven digits. */
export function isId(text: string): boolean {
  return /^\d{1,10}$/u.test(text);
}

/** A movie's id in this product: TMDB's, or MovieLens's own marked as such. */
export function movieIdOf(movielensId: string, link: MovielensLink | undefined): string {
  return link?.tmdb ?? ownId(movielensId);
}

function ownId(movielensId: string): string {
  return `ml-${movielensId}`;
}

/** The id that a movie had before it was linked by its title: it may be here under it. */
export function formerIdOf(movielensId: string, link: MovielensLink | undefined): string | undefined {
  return link?.byTitle && ownId(movielensId);
}
