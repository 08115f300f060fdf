/** Fields of a movie that are stored under another name than they travel; mongoose reserves the word "collection". */
const STORED_NAMES = {
  id: '_id',
  collection: 'series',
  plot: 'overview',
  originalLanguage: 'language',
  posterUrl: 'posterPath',
} as const;

type Names = typeof STORED_NAMES;

export type StoredName<Name> = Name extends keyof Names ? Names[Name] : Name;

export function storedName<Name extends string>(name: Name): StoredName<Name> {
  return (STORED_NAMES[name as keyof Names] ?? name) as StoredName<Name>;
}
