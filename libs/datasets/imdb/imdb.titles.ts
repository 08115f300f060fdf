import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_TITLE_LENGTH } from '#contracts/protocol/limits.js';
import { genreNames } from '../records/genre-names.js';
import { castKept, type CastEntry, type MovieRecord } from '../records/movie.record.js';
import type { ReadSummary } from '../records/read-summary.js';
import { summaryOf } from '../records/read-summary.js';
import { imdbNumber, readImdbRows } from './tsv.reader.js';

const FILES = {
  basics: 'title.basics.tsv.gz',
  akas: 'title.akas.tsv.gz',
  principals: 'title.principals.tsv.gz',
  names: 'name.basics.tsv.gz',
} as const;
const MAX_OTHER_TITLES = 20;
const ACTS = new Set(['actor', 'actress']);

/** What IMDb says of a movie. */
export type ImdbTitle = Pick<
  MovieRecord,
  'year' | 'originalTitle' | 'runtime' | 'genres' | 'alternativeTitles'
> & {
  title: string;
  cast: CastEntry[];
  directors: string[];
};

/** A movie's people, by IMDb's numbers. */
interface Credits {
  cast: { person: number; order: number }[];
  directors: number[];
}

/** Whether a folder has some of IMDb's files: title.basics, and those beside it that there are. */
export function hasImdbFiles(folder: string): boolean {
  return existsSync(join(folder, FILES.basics));
}

/**
 * Reads what IMDb's files say of some movies, each file once and row by row: only what is wanted is held, about one kB a
 * movie. Of the files only title.basics must be there; principals need name.basics to have names.
 *
 * @param wanted  IMDb's numbers of the movies
 * @returns by IMDb's number; what IMDb does not know is not in it
 */
export async function readImdbTitles(
  folder: string,
  wanted: ReadonlySet<number>,
  summaries: ReadSummary[],
): Promise<Map<number, ImdbTitle>> {
  const titles = await readBasics(folder, wanted, summaries);
  const has = (file: string) => existsSync(join(folder, file));
  if (has(FILES.akas)) await addOtherTitles(folder, titles, summaries);
  if (has(FILES.principals) && has(FILES.names)) await addPeople(folder, titles, summaries);
  return titles;
}

/** A movie with what IMDb says of it where its own data set says nothing. */
export function withImdb(movie: MovieRecord, title: ImdbTitle | undefined): MovieRecord {
  if (!title) return movie;
  const { originalTitle, runtime, year, genres, cast, directors, alternativeTitles } = title;
  return {
    ...movie,
    ...(movie.year === undefined && year !== undefined && { year }),
    ...(originalTitle !== undefined && originalTitle !== movie.title && { originalTitle }),
    ...(runtime !== undefined && { runtime }),
    ...(alternativeTitles && { alternativeTitles }),
    genres: movie.genres.length > 0 ? movie.genres : genres,
    cast,
    directors,
  };
}

async function readBasics(
  folder: string,
  wanted: ReadonlySet<number>,
  summaries: ReadSummary[],
): Promise<Map<number, ImdbTitle>> {
  const columns = [
    'tconst',
    'primaryTitle',
    'originalTitle',
    'startYear',
    'runtimeMinutes',
    'genres',
  ] as const;
  const titles = new Map<number, ImdbTitle>();
  for await (const [id, title, original, year, runtime, genres] of rows(
    folder,
    FILES.basics,
    columns,
    wanted,
    summaries,
  )) {
    titles.set(imdbNumber(id)!, {
      title: title ?? '',
      ...(original !== undefined && original !== title && isTitle(original) && { originalTitle: original }),
      ...whole('year', year),
      ...whole('runtime', runtime),
      genres: genreNames(genres?.split(',') ?? []),
      cast: [],
      directors: [],
    });
  }
  return titles;
}

async function addOtherTitles(
  folder: string,
  titles: ReadonlyMap<number, ImdbTitle>,
  summaries: ReadSummary[],
): Promise<void> {
  for await (const [id, name] of rows(folder, FILES.akas, ['titleId', 'title'] as const, titles, summaries)) {
    const movie = titles.get(imdbNumber(id)!)!;
    if (name === undefined || !isTitle(name) || name === movie.title || name === movie.originalTitle)
      continue;
    const known = (movie.alternativeTitles ??= []);
    if (known.length < MAX_OTHER_TITLES && !known.includes(name)) known.push(name);
  }
}

async function addPeople(
  folder: string,
  titles: ReadonlyMap<number, ImdbTitle>,
  summaries: ReadSummary[],
): Promise<void> {
  const credits = new Map<number, Credits>();
  const named = new Set<number>();
  const columns = ['tconst', 'ordering', 'nconst', 'category'] as const;
  for await (const [id, ordering, person, category] of rows(
    folder,
    FILES.principals,
    columns,
    titles,
    summaries,
  )) {
    const number = imdbNumber(person);
    if (number === undefined || category === undefined) continue;
    const movie = imdbNumber(id)!;
    const of = credits.get(movie) ?? { cast: [], directors: [] };
    credits.set(movie, of);
    if (category === 'director') of.directors.push(number);
    else if (ACTS.has(category) && of.cast.length < castKept)
      of.cast.push({ person: number, order: Number(ordering) });
    else continue;
    named.add(number);
  }
  const names = new Map<number, string>();
  for await (const [id, name] of rows(
    folder,
    FILES.names,
    ['nconst', 'primaryName'] as const,
    named,
    summaries,
  ))
    if (name !== undefined) names.set(imdbNumber(id)!, name);
  for (const [id, { cast, directors }] of credits) {
    const movie = titles.get(id)!;
    cast.sort((a, b) => a.order - b.order);
    movie.cast = cast.flatMap(({ person, order }) => {
      const name = names.get(person);
      return name === undefined ? [] : [{ name, order }];
    });
    movie.directors = directors.flatMap((person) => names.get(person) ?? []);
  }
}

/** The rows of a file for some titles or people, counted. */
async function* rows<const Columns extends readonly string[]>(
  folder: string,
  file: string,
  columns: Columns,
  wanted: { has(id: number): boolean },
  summaries: ReadSummary[],
): AsyncGenerator<{ [At in keyof Columns]: string | undefined }> {
  const path = join(folder, file);
  const summary = summaryOf(summaries, path);
  for await (const values of readImdbRows(path, columns, (id) => wanted.has(id))) {
    summary.read += 1;
    yield values;
  }
}

const isTitle = (text: string) => text !== '' && text.length <= MAX_TITLE_LENGTH;

function whole<Name extends string>(name: Name, text: string | undefined): Partial<Record<Name, number>> {
  if (text === undefined || !/^\d{1,4}$/.test(text)) return {};
  return { [name]: Number(text) } as Partial<Record<Name, number>>;
}
