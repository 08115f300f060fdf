import { createHash } from 'node:crypto';
import type { FilmRecord } from '#datasets/records/movie.record.js';
import { personId } from '#datasets/records/person-id.js';
import { titleKey, titleKeys } from '#datasets/matching/title-key.js';
import type { MovieContent } from './movie.schema.js';

/** As many characters as a cursor can carry beside the rest. */
const SORT_TITLE_LENGTH = 80;
const LEADING_ARTICLE = /^(the|an?) (?=.)/;

/** A film of a data set as it is stored. Optional fields that are unknown are undefined, never null. */
export function movieContent(film: FilmRecord): MovieContent {
  const keys = [
    ...new Set([...titleKeys(film.title), ...(film.originalTitle ? titleKeys(film.originalTitle) : [])]),
  ];
  const cast = [...film.cast].sort((a, b) => a.order - b.order).map(({ name }) => name);
  return {
    title: film.title,
    originalTitle: film.originalTitle,
    year: film.year,
    overview: film.overview,
    tagline: film.tagline,
    genres: film.genres,
    keywords: film.keywords,
    cast,
    directors: film.directors,
    language: film.language,
    runtime: rounded(film.runtime),
    series: film.collection,
    posterPath: film.posterPath,
    popularity: film.popularity ?? 0,
    voteAverage: film.voteAverage,
    voteCount: rounded(film.voteCount),
    links: film.links,
    genreKeys: film.genres.map((genre) => genre.toLowerCase()),
    people: [...new Set([...film.directors, ...cast].map(personId))].filter((id) => id !== ''),
    titleKeys: keys,
    titleWords: [...new Set(keys.flatMap((key) => key.split(' ')))],
    sortTitle: sortTitle(film.title),
    sortYear: film.year ?? 0,
  };
}

/** What titles are put in order by: folded, without a leading English article. */
export function sortTitle(title: string): string {
  const key = titleKey(title) || title.toLowerCase().trim();
  return [...key.replace(LEADING_ARTICLE, '')].slice(0, SORT_TITLE_LENGTH).join('');
}

/** 32 hexadecimal digits that change when anything in the content does. */
export function contentHash(content: MovieContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}
