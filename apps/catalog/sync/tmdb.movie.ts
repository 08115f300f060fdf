import { type WatchOffers, WAYS_TO_WATCH } from '#contracts/protocol/field.js';
import { genreNames } from '#datasets/records/genre-names.js';
import { imdbId } from '#datasets/records/imdb-id.js';
import { castKept, type MovieRecord } from '#datasets/records/movie.record.js';
import { personId } from '#datasets/records/person-id.js';
import { asObject, type Json, listIn, numberIn, objectIn, textIn } from './tmdb.values.js';

/** The parts of a film that come with it in one answer. */
export const MOVIE_PARTS =
  'credits,keywords,external_ids,release_dates,alternative_titles,translations,videos,watch/providers';

/** What of a film is wanted. */
export interface WantedParts {
  /** Such as "de", "pt-BR". */
  languages: readonly string[];
  /** Such as "DE". */
  regions: readonly string[];
}

const MAX_TITLES = 20;
const MAX_KEYWORDS = 100;
/** TMDB's number for a release in theatres; what is printed on a disc may differ. */
const THEATRICAL = 3;

/**
 * A film of `/movie/{id}` with {@link MOVIE_PARTS} as a record. Values that are not of their documented type are left out.
 *
 * @returns nothing for a film without a title, and one for adults only
 */
export function movieOf(id: string, json: Json, wanted: WantedParts): MovieRecord | undefined {
  const title = textIn(json, 'title');
  if (title === undefined || json.adult === true) return undefined;
  const credits = objectIn(json, 'credits');
  const cast = listIn(credits, 'cast')
    .sort((a, b) => (numberIn(a, 'order') ?? Infinity) - (numberIn(b, 'order') ?? Infinity))
    .filter((person) => textIn(person, 'name') !== undefined)
    .slice(0, castKept);
  const directors = listIn(credits, 'crew').filter(({ job }) => job === 'Director');
  return {
    id,
    title,
    originalTitle: textIn(json, 'original_title'),
    year: Number(/^\d{4}/.exec(textIn(json, 'release_date') ?? '')?.[0]) || undefined,
    overview: textIn(json, 'overview'),
    tagline: textIn(json, 'tagline'),
    genres: genreNames(namesOf(listIn(json, 'genres'))),
    keywords: namesOf(listIn(objectIn(json, 'keywords'), 'keywords')).slice(0, MAX_KEYWORDS),
    cast: namesOf(cast).map((name, order) => ({ name, order })),
    directors: namesOf(directors),
    language: textIn(json, 'original_language'),
    runtime: numberIn(json, 'runtime') || undefined,
    collection: textIn(objectIn(json, 'belongs_to_collection'), 'name'),
    posterPath: posterIn(json),
    popularity: numberIn(json, 'popularity'),
    voteAverage: numberIn(json, 'vote_average'),
    voteCount: numberIn(json, 'vote_count'),
    certifications: certificationsIn(objectIn(json, 'release_dates')),
    alternativeTitles: alternativeTitlesIn(objectIn(json, 'alternative_titles'), title),
    ...translationsIn(objectIn(json, 'translations'), wanted.languages),
    trailer: trailerIn(objectIn(json, 'videos')),
    watch: watchIn(objectIn(json, 'watch/providers'), wanted.regions),
    peopleNumbers: numbersOf([...cast, ...directors]),
    releaseDate: dayIn(json, 'release_date'),
    links: { tmdb: id, imdb: imdbId(textIn(objectIn(json, 'external_ids'), 'imdb_id')) },
  };
}

function dayIn(json: Json, name: string): string | undefined {
  return /^\d{4}-\d{2}-\d{2}$/.exec(textIn(json, name) ?? '')?.[0];
}

function namesOf(entries: Json[]): string[] {
  return [...new Set(entries.flatMap((entry) => textIn(entry, 'name') ?? []))];
}

function numbersOf(people: Json[]): Record<string, number> {
  return sorted(
    people
      .filter(({ id }) => Number.isSafeInteger(id))
      .map((person) => [personId(textIn(person, 'name') ?? ''), person.id as number] as const),
  );
}

function posterIn(json: Json): string | undefined {
  const path = textIn(json, 'poster_path');
  return path !== undefined && /^\/[\w.-]+$/.test(path) ? path : undefined;
}

/** By country: of its theatrical release where that has one. */
function certificationsIn(releases: Json): Record<string, string> {
  return sorted(
    listIn(releases, 'results').map((country) => {
      const rated = listIn(country, 'release_dates').filter((date) => textIn(date, 'certification'));
      const first = rated.find(({ type }) => type === THEATRICAL) ?? rated[0];
      return [code(country, 'iso_3166_1'), first && textIn(first, 'certification')] as const;
    }),
  );
}

function alternativeTitlesIn(titles: Json, title: string): string[] {
  const others = listIn(titles, 'titles').flatMap((entry) => textIn(entry, 'title') ?? []);
  return [...new Set(others)].filter((other) => other !== title && other.length <= 200).slice(0, MAX_TITLES);
}

function translationsIn(
  translations: Json,
  languages: readonly string[],
): Pick<MovieRecord, 'translatedTitles' | 'translatedPlots'> {
  const given = listIn(translations, 'translations');
  const find = (language: string, part: string): string | undefined => {
    const [tongue, country] = language.split('-');
    return given
      .filter((one) => one.iso_639_1 === tongue && (!country || one.iso_3166_1 === country))
      .map((one) => textIn(objectIn(one, 'data'), part))
      .find((text) => text !== undefined);
  };
  const all = (part: string) =>
    sorted(languages.map((language) => [language, find(language, part)] as const));
  return { translatedTitles: all('title'), translatedPlots: all('overview') };
}

function trailerIn(videos: Json): string | undefined {
  const trailers = listIn(videos, 'results').filter(
    ({ site, type, key }) => site === 'YouTube' && type === 'Trailer' && /^[\w-]{5,20}$/.test(String(key)),
  );
  const best = trailers.find(({ official }) => official === true) ?? trailers[0];
  return best && `https://www.youtube.com/watch?v=${String(best.key)}`;
}

function watchIn(providers: Json, regions: readonly string[]): Record<string, WatchOffers> {
  const results = objectIn(providers, 'results');
  return sorted(
    regions.map((region) => {
      const country = asObject(results[region]);
      return [region, country && offersIn(country)] as const;
    }),
  );
}

function offersIn(country: Json): WatchOffers | undefined {
  const offers = WAYS_TO_WATCH.flatMap((how) =>
    listIn(country, how)
      .sort((a, b) => (numberIn(a, 'display_priority') ?? 0) - (numberIn(b, 'display_priority') ?? 0))
      .flatMap((offer) => {
        const [provider, name] = [numberIn(offer, 'provider_id'), textIn(offer, 'provider_name')];
        return Number.isInteger(provider) && name ? [{ provider: provider!, name, how }] : [];
      }),
  );
  const link = textIn(country, 'link');
  if (offers.length === 0) return undefined;
  return { ...(link?.startsWith('https://') && { link }), offers };
}

function code(json: Json, name: string): string {
  const value = textIn(json, name) ?? '';
  return /^[A-Z]{2}$/.test(value) ? value : '';
}

/** What is known, by its key in order: an answer in another order is the same film. */
function sorted<T>(entries: (readonly [key: string, value: T | undefined])[]): Record<string, T> {
  const known = entries.filter(([key, value]) => key !== '' && value !== undefined);
  return Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1))) as Record<string, T>;
}
