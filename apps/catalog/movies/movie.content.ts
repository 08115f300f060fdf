import type { Field } from '#contracts/protocol/field.js';
import type { WayToWatch } from '#contracts/protocol/field.js';
import { createHash } from 'node:crypto';
import { personId } from '#datasets/records/person-id.js';
import { titleKey, titleKeys, withoutArticle } from '#datasets/matching/title-key.js';
import type { MovieRecord } from '#datasets/records/movie.record.js';
import { factsOf, LINKS, type MovieFacts, pick, RECORD_FIELDS } from './movie.facts.js';
import type { MovieContent } from './stored.content.js';
import { storedName } from './stored.names.js';

/** As many characters as fit into a cursor beside the other values. */
export const SORT_TITLE_LENGTH = 80;

/** The stored form of a data set's movie. */
export function movieContent(movie: MovieRecord): MovieContent {
  return contentOf(factsOf(movie));
}

/** What is stored of facts, with the fields that queries derive. Unknown optional fields are undefined, never null. */
export function contentOf(facts: MovieFacts): MovieContent {
  const { title = '', originalTitle, cast = [], directors = [], genres = [] } = facts;
  const others = [...(facts.alternativeTitles ?? []), ...Object.values(facts.translatedTitles ?? {})];
  const keys = [...new Set([title, ...(originalTitle ? [originalTitle] : []), ...others].flatMap(titleKeys))];
  return {
    ...storedRecord(facts),
    popularity: facts.popularity ?? 0,
    links: pick(facts, LINKS),
    genreKeys: genres.map((genre) => genre.toLowerCase()),
    people: [...new Set([...directors, ...cast].map(personId))].filter((id) => id !== ''),
    titleKeys: keys,
    titleWords: [...new Set(keys.flatMap((key) => key.split(' ')))],
    sortTitle: sortTitle(title),
    sortYear: facts.year ?? 0,
    streaming: streamingOf(facts.watch),
  };
}

export const WITHOUT_PAYING: readonly WayToWatch[] = ['flatrate', 'free', 'ads'];

/** Undefined, not empty, so that the hash of a movie without them is what it was before there were any. */
function streamingOf(watch: MovieFacts['watch'] = {}): Record<string, number[]> | undefined {
  const byCountry = Object.entries(watch).flatMap(([country, { offers }]) => {
    const services = offers.filter(({ how }) => WITHOUT_PAYING.includes(how)).map(({ provider }) => provider);
    return services.length > 0 ? [[country, [...new Set(services)].sort((a, b) => a - b)]] : [];
  });
  return byCountry.length > 0 ? (Object.fromEntries(byCountry) as Record<string, number[]>) : undefined;
}

/** What the facts say, by the names it is stored under: every field in the order of its row, known or not. */
function storedRecord(facts: MovieFacts): Omit<MovieContent, 'links'> {
  const entries = Object.entries<Field>(RECORD_FIELDS).map(([field, { type, optional }]) => {
    const name = storedName(field);
    const unknown = type === 'texts' && !optional ? [] : undefined;
    return [name, facts[name as keyof MovieFacts] ?? unknown];
  });
  return Object.fromEntries(entries) as Omit<MovieContent, 'links'>;
}

/** The key by which titles are sorted: folded, without a leading English article. */
export function sortTitle(title: string): string {
  const key = titleKey(title) || title.toLowerCase().trim();
  return [...withoutArticle(key)].slice(0, SORT_TITLE_LENGTH).join('');
}

/** 32 hexadecimal digits that change with the content. */
export function contentHash(content: MovieContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}
