import { certificationsWithin, limitOf } from '#contracts/protocol/certification.js';
import type { BrowseMovies } from '#contracts/catalog/catalog.rpc.js';
import { personId } from '#datasets/records/person-id.js';
import { titleKey } from '#datasets/matching/title-key.js';
import type { QueryFilter } from 'mongoose';
import type { MovieDocument } from '../movies/movie.schema.js';

type Condition = QueryFilter<MovieDocument>;

/**
 * Selects the movies that meet every condition of a request. Agrees with matchesFilter() of libs/contracts, and adds title
 * and person. Contains only strings and numbers of the request, never objects.
 *
 * @param exactPerson  whether `person` is somebody's full name; otherwise it matches every name that contains it
 */
export function browseFilter(request: BrowseMovies, exactPerson = true): Condition {
  const {
    genre = [],
    notGenre = [],
    genreMode,
    yearFrom,
    yearTo,
    language,
    title,
    person,
    runtimeMin,
    runtimeMax,
    certificationMax,
    on,
  } = request;
  const conditions: Condition[] = [];
  if (genre.length > 0)
    conditions.push({ genreKeys: { [genreMode === 'any' ? '$in' : '$all']: genre.map(lowerCase) } });
  if (notGenre.length > 0) conditions.push({ genreKeys: { $nin: notGenre.map(lowerCase) } });
  if (yearFrom !== undefined) conditions.push({ year: { $gte: yearFrom } });
  if (yearTo !== undefined) conditions.push({ year: { $lte: yearTo } });
  if (runtimeMin !== undefined) conditions.push({ runtime: { $gte: runtimeMin } });
  if (runtimeMax !== undefined) conditions.push({ runtime: { $lte: runtimeMax } });
  if (language !== undefined) conditions.push({ language });
  if (on !== undefined) conditions.push({ [`streaming.${on.region}`]: { $in: on.services } });
  conditions.push(...limitConditions(certificationMax));
  if (title !== undefined) conditions.push(...titleConditions(title));
  if (person !== undefined) conditions.push(personCondition(person, exactPerson));
  return conditions.length > 0 ? { $and: conditions } : {};
}

/** Movies within every one of some limits; one that nobody can read lets nothing through. */
export function limitConditions(certificationMax: readonly string[] = []): Condition[] {
  return certificationMax.map((text) => {
    const limit = limitOf(text);
    return limit
      ? { [`certifications.${limit.country}`]: { $in: certificationsWithin(limit) } }
      : { _id: { $in: [] } };
  });
}

/** The same beside another condition. */
export function within(condition: Condition, certificationMax: readonly string[] | undefined): Condition {
  const limits = limitConditions(certificationMax);
  return limits.length > 0 ? { $and: [condition, ...limits] } : condition;
}

/** Titles with all these words in any order; the last word may be unfinished, as while somebody types. */
export function titleConditions(title: string): Condition[] {
  const words = titleKey(title).split(' ');
  const last = words.pop();
  if (!last) return [{ title: title.trim() }];
  return [
    ...words.map((word): Condition => ({ titleWords: word })),
    { titleWords: { $regex: `^${escaped(last)}` } },
  ];
}

/** Movies whose directors or cast include this name, or a name that contains these words. */
export function personCondition(name: string, exact: boolean): Condition {
  const id = personId(name);
  return { people: exact || id === '' ? id : { $regex: `(^|-)${escaped(id)}(-|$)` } };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const lowerCase = (text: string) => text.toLowerCase();
