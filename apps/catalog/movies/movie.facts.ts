import { movieFields } from '#contracts/catalog/movie.fields.js';
import type { MovieLinks, MovieRecord } from '#datasets/records/movie.record.js';
import type { MovieContent } from './stored.content.js';
import { type StoredName, storedName } from './stored.names.js';

const { id: _id, ...FIELDS } = movieFields('record');

/** The fields of MOVIE_FIELDS that data sets say something of. */
export const RECORD_FIELDS = FIELDS;
export const LINKS = ['movielens', 'tmdb', 'imdb'] as const satisfies (keyof MovieLinks)[];

/** What one or several data sets say of a movie, by stored name. What is not known has no entry: nothing is empty. */
export type MovieFacts = Partial<Pick<MovieContent, StoredName<keyof typeof FIELDS>> & MovieLinks>;
export type FactName = keyof MovieFacts;

export const FACTS = [...Object.keys(FIELDS).map(storedName), ...LINKS] as FactName[];

/** What a data set's record says. */
export function factsOf(movie: MovieRecord): MovieFacts {
  const fields = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
  return known({
    ...Object.fromEntries(fields.map((field) => [storedName(field), movie[field]])),
    cast: [...movie.cast].sort((a, b) => a.order - b.order).map(({ name }) => name),
    runtime: rounded(movie.runtime),
    voteCount: rounded(movie.voteCount),
    ...movie.links,
  });
}

/** What a stored movie says. Stored as 0, a popularity is not known. */
export function storedFacts({ links, popularity, ...movie }: MovieContent): MovieFacts {
  return known({ ...pick(movie as MovieFacts, FACTS), popularity: popularity || undefined, ...links });
}

/** The facts of these names that are known. */
export function pick<Name extends FactName>(
  facts: MovieFacts,
  names: readonly Name[],
): Pick<MovieFacts, Name> {
  const entries = names.filter((name) => facts[name] !== undefined).map((name) => [name, facts[name]]);
  return Object.fromEntries(entries) as Pick<MovieFacts, Name>;
}

function known(facts: MovieFacts): MovieFacts {
  const isKnown = (value: unknown) =>
    value !== undefined && value !== null && (typeof value !== 'object' || Object.keys(value).length > 0);
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => isKnown(value)));
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}
