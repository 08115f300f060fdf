import { MAX_TITLE_LENGTH } from '#contracts/protocol/limits.js';
import { readCsvFile } from '../csv/csv-table.js';
import { isId } from '../movielens/links.reader.js';
import type { MovieRecord } from '../records/movie.record.js';
import { genreNames } from '../records/genre-names.js';
import { parsePythonLiteral } from './python-literal.js';
import { dictsIn, namesIn } from './python-names.js';
import { imdbId } from '../records/imdb-id.js';
import { noteBroken, type ReadSummary } from '../records/read-summary.js';

const columns = {
  required: ['id', 'title', 'genres', 'overview', 'release_date'],
  optional: [
    'adult',
    'belongs_to_collection',
    'imdb_id',
    'original_language',
    'original_title',
    'popularity',
    'poster_path',
    'production_countries',
    'runtime',
    'tagline',
    'vote_average',
    'vote_count',
  ],
} as const;

type MetadataRow = Record<(typeof columns.required)[number], string> &
  Partial<Record<(typeof columns.optional)[number], string>>;

/** What TMDB's contributors write where there is no plot. */
const noOverview = /^(no overview(?: found| yet)?|no plot|n\/?a|overview|-+)\.?$/iu;

/**
 * The movies of movies_metadata.csv (The Movies Dataset), each id once, without keywords and people. Rows without a
 * numeric id or a title, or whose cells cannot be read, are broken; movies for adults only are left out.
 *
 * @param isWanted  by id; the cells of other movies are not read, and they count as left out
 */
export async function* readMoviesMetadata(
  path: string,
  summary: ReadSummary,
  isWanted: (id: string) => boolean = () => true,
): AsyncGenerator<MovieRecord> {
  const seen = new Set<string>();
  for await (const { row, values } of readCsvFile(path, columns, summary)) {
    const why = brokenBecause(values);
    if (why !== undefined) {
      noteBroken(summary, row, why);
    } else if (seen.has(values.id) || values.adult === 'True' || !isWanted(values.id)) {
      summary.leftOut += 1;
    } else {
      try {
        const movie = toMovie(values);
        seen.add(movie.id);
        summary.read += 1;
        yield movie;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        noteBroken(summary, row, `film ${values.id}: ${error.message}`);
      }
    }
  }
}

function brokenBecause(values: MetadataRow): string | undefined {
  if (!isId(values.id)) return `id "${values.id.slice(0, 40)}" is not a number`;
  if (values.title.trim() === '') return `film ${values.id} has no title`;
  if (values.title.length > MAX_TITLE_LENGTH)
    return `film ${values.id} has a title of more than ${MAX_TITLE_LENGTH} characters`;
  return undefined;
}

function toMovie(values: MetadataRow): MovieRecord {
  const title = oneLine(values.title) ?? '';
  const originalTitle = oneLine(values.original_title);
  const overview = oneLine(values.overview);
  return withoutUndefined({
    id: values.id,
    title,
    originalTitle: originalTitle === title ? undefined : originalTitle,
    year: yearOf(values.release_date),
    overview: overview === undefined || noOverview.test(overview) ? undefined : overview,
    tagline: oneLine(values.tagline),
    genres: genreNames(namesIn(values.genres)),
    keywords: [],
    cast: [],
    directors: [],
    language: values.original_language || undefined,
    runtime: positive(whole(values.runtime)),
    collection: collectionOf(values.belongs_to_collection),
    countries: countriesOf(values.production_countries),
    posterPath: values.poster_path?.startsWith('/') ? values.poster_path : undefined,
    popularity: notNegative(values.popularity),
    voteAverage: notNegative(values.vote_average),
    voteCount: whole(values.vote_count),
    links: withoutUndefined({
      tmdb: values.id,
      // Without its "tt" it is another column's number, or 0.
      imdb: values.imdb_id?.startsWith('tt') ? imdbId(values.imdb_id) : undefined,
    }),
  });
}

function oneLine(text: string | undefined): string | undefined {
  return text?.replace(/\s+/gu, ' ').trim() || undefined;
}

function yearOf(date: string): number | undefined {
  const [, year] = /^(\d{4})-\d{2}-\d{2}$/u.exec(date.trim()) ?? [];
  return year === undefined ? undefined : Number(year);
}

function notNegative(text: string | undefined): number | undefined {
  const value = Number(text?.trim() || Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function whole(text: string | undefined): number | undefined {
  const value = notNegative(text);
  return value === undefined || value > Number.MAX_SAFE_INTEGER ? undefined : Math.round(value);
}

function positive(value: number | undefined): number | undefined {
  return value || undefined;
}

/** ISO 3166-1 codes; undefined where the cell has none. */
function countriesOf(cell: string | undefined): string[] | undefined {
  const codes = dictsIn(cell ?? '').flatMap(({ iso_3166_1: code }) =>
    typeof code === 'string' && /^[A-Z]{2}$/u.test(code) ? [code] : [],
  );
  return codes.length > 0 ? codes : undefined;
}

function collectionOf(cell: string | undefined): string | undefined {
  if (cell === undefined || cell.trim() === '') return undefined;
  const value = parsePythonLiteral(cell);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return typeof value.name === 'string' ? oneLine(value.name) : undefined;
}

/** A document without keys that say nothing, so that stored movies hold only what is known. */
export function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
