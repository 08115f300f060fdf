import { dataFile } from '#platform/config/project-root.js';
import { readCsvFile } from '../csv/csv-table.js';
import { splitTitleAndYear, titleKeys } from '../matching/title-key.js';
import { titleFingerprint } from '../matching/title-fingerprint.js';
import { emptySummary } from '../records/read-summary.js';
import { isId, type MovielensLink } from './links.reader.js';

const MAX_NAMED = 20;
/** Many films open at a festival the year before. */
const YEARS = [0, -1, 1];

/** Movies of a MovieLens folder without TMDB's id. */
export interface TitleLinks {
  /** How many were linked by title and year. */
  linked: number;
  unlinked: number;
  /** The first of those that stay without. */
  names: string[];
}

/**
 * Completes links.csv: a movie without TMDB's id gets that of the one film that this product's own table
 * (`data/movielens-links.csv`) knows by its title, in its year or a year beside it. No film is given to two movies.
 *
 * @param movies  path of movies.csv
 * @param links   completed in place
 */
export async function linkByTitle(movies: string, links: Map<string, MovielensLink>): Promise<TitleLinks> {
  const found: TitleLinks = { linked: 0, unlinked: 0, names: [] };
  const taken = new Set([...links.values()].flatMap(({ tmdb }) => tmdb ?? []));
  let known: Map<string, Set<string>> | undefined;
  const columns = { required: ['movieId', 'title'] } as const;
  for await (const { values } of readCsvFile(movies, columns, emptySummary(movies))) {
    const { movieId } = values;
    if (!isId(movieId) || links.get(movieId)?.tmdb !== undefined) continue;
    known ??= await knownTitles();
    const tmdb = tmdbOf(values.title, known);
    if (tmdb !== undefined && !taken.has(tmdb)) {
      links.set(movieId, { ...links.get(movieId), tmdb, byTitle: true });
      taken.add(tmdb);
      found.linked += 1;
    } else {
      found.unlinked += 1;
      if (found.names.length < MAX_NAMED) found.names.push(`${movieId} ${values.title.slice(0, 200)}`);
    }
  }
  return found;
}

function tmdbOf(titled: string, known: ReadonlyMap<string, Set<string>>): string | undefined {
  const { title, year } = splitTitleAndYear(titled);
  if (year === undefined) return undefined;
  for (const key of titleKeys(title)) {
    for (const apart of YEARS) {
      const films = known.get(titleFingerprint(key, year + apart)) ?? new Set();
      if (films.size > 1) return undefined;
      if (films.size === 1) return [...films][0];
    }
  }
  return undefined;
}

/** TMDB's ids by the fingerprints of their titles. */
async function knownTitles(): Promise<Map<string, Set<string>>> {
  const path = dataFile('movielens-links.csv');
  const columns = { required: ['tmdbId', 'titles'] } as const;
  const known = new Map<string, Set<string>>();
  for await (const { values } of readCsvFile(path, columns, emptySummary(path)))
    for (const fingerprint of values.titles.split(' ').filter(Boolean)) {
      const films = known.get(fingerprint) ?? new Set();
      known.set(fingerprint, films.add(values.tmdbId));
    }
  return known;
}
