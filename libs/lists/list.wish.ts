import { createHash } from 'node:crypto';
import { isEmptyFilter, type MovieFilter } from '#contracts/catalog/movie.js';
import { DIVERSITY_STEP, type ListSort } from '#contracts/recommender/recommendation.js';
import type { ListKind } from './list.key.js';

/** How a list differs from the plain one. */
export interface ListWish {
  filter?: MovieFilter;
  /** 0 to 1. */
  diversity?: number;
  /** −1 (what few know) to 1 (what everybody knows). */
  known?: number;
  includeWatchlist?: boolean;
  /** Only what they have at home. */
  owned?: boolean;
  sort?: ListSort;
}

const DIGEST_LENGTH = 16;

/** The same wish in one form only: what asks for the same list is equal, and what changes nothing is left out. */
export function normalizedWish({
  filter = {},
  diversity = 0,
  known = 0,
  includeWatchlist,
  owned,
  sort,
}: ListWish): ListWish {
  const [steps, fame] = [diversity, known].map((wished) => Math.round(wished / DIVERSITY_STEP));
  return {
    ...(!isEmptyFilter(filter) && { filter: normalizedFilter(filter) }),
    ...(steps > 0 && { diversity: steps / Math.round(1 / DIVERSITY_STEP) }),
    ...(fame !== 0 && { known: fame / Math.round(1 / DIVERSITY_STEP) }),
    ...(includeWatchlist && { includeWatchlist }),
    ...(owned && { owned }),
    ...(sort === 'stars' && { sort }),
  };
}

/** The kind of list that answers a wish: 'personal' where it wishes for nothing. */
export function kindOf(wish: ListWish): ListKind {
  const normalized = normalizedWish(wish);
  if (Object.keys(normalized).length === 0) return 'personal';
  return `view:${digest(JSON.stringify(normalized))}`;
}

/** A short name for a text; texts that differ have other names, for all practical purposes. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
}

/** Genre names compare without case, their order does not matter, and of one genre "any" is "all". */
function normalizedFilter({
  genre,
  notGenre,
  genreMode,
  on,
  certificationMax,
  ...rest
}: MovieFilter): MovieFilter {
  const [wanted, unwanted] = [genre, notGenre].map((names = []) =>
    [...new Set(names.map((name) => name.toLowerCase()))].sort(),
  );
  return {
    ...(wanted.length > 0 && { genre: wanted }),
    ...(unwanted.length > 0 && { notGenre: unwanted }),
    ...(wanted.length > 1 && genreMode === 'any' && { genreMode }),
    ...(rest.yearFrom !== undefined && { yearFrom: rest.yearFrom }),
    ...(rest.yearTo !== undefined && { yearTo: rest.yearTo }),
    ...(rest.language !== undefined && { language: rest.language }),
    ...(rest.runtimeMin !== undefined && { runtimeMin: rest.runtimeMin }),
    ...(rest.runtimeMax !== undefined && { runtimeMax: rest.runtimeMax }),
    ...(on && { on: { region: on.region, services: [...new Set(on.services)].sort((a, b) => a - b) } }),
    ...(certificationMax?.length && { certificationMax: [...new Set(certificationMax)].sort() }),
  };
}
