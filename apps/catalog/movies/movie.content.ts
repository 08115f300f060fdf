import { createHash } from 'node:crypto';
import { movieFields } from '#contracts/catalog/movie.fields.js';
import type { MovieRecord } from '#datasets/records/movie.record.js';
import { personId } from '#datasets/records/person-id.js';
import { titleKey, titleKeys, withoutArticle } from '#datasets/matching/title-key.js';
import type { MovieContent } from './movie.schema.js';
import { type StoredName, storedName } from './stored.names.js';

/** As many characters as fit into a cursor beside the other values. */
const SORT_TITLE_LENGTH = 80;

/** The stored form of a data set's movie. Unknown optional fields are undefined, never null. */
export function movieContent(movie: MovieRecord): MovieContent {
  const keys = [
    ...new Set([...titleKeys(movie.title), ...(movie.originalTitle ? titleKeys(movie.originalTitle) : [])]),
  ];
  const cast = [...movie.cast].sort((a, b) => a.order - b.order).map(({ name }) => name);
  return {
    ...storedRecord(movie),
    cast,
    runtime: rounded(movie.runtime),
    popularity: movie.popularity ?? 0,
    voteCount: rounded(movie.voteCount),
    links: movie.links,
    genreKeys: movie.genres.map((genre) => genre.toLowerCase()),
    people: [...new Set([...movie.directors, ...cast].map(personId))].filter((id) => id !== ''),
    titleKeys: keys,
    titleWords: [...new Set(keys.flatMap((key) => key.split(' ')))],
    sortTitle: sortTitle(movie.title),
    sortYear: movie.year ?? 0,
  };
}

/** What the record says, by the names it is stored under: every field in the order of its row, known or not. */
function storedRecord(movie: MovieRecord) {
  const { id: _id, ...fields } = movieFields('record');
  type Name = keyof typeof fields;
  const names = Object.keys(fields) as Name[];
  const entries = names.map((name) => [storedName(name), movie[name]]);
  return Object.fromEntries(entries) as Pick<MovieContent, StoredName<Name>>;
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

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}
