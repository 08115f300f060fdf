/**
 * One vocabulary for genres, TMDB's. What other sources call differently:
 *
 * | theirs                                      | ours             | why                                               |
 * |---------------------------------------------|------------------|---------------------------------------------------|
 * | Sci-Fi, sci_fi                              | Science Fiction  | another word                                      |
 * | Children(s)                                 | Family           | TMDB's word for movies for children               |
 * | Musical                                     | Music            | TMDB files musicals there                         |
 * | Film-Noir                                   | Film Noir        | TMDB has none; the movies are worth keeping apart |
 * | biography, sport                            | Biography, Sport | TMDB has none                                     |
 * | IMAX, Foreign, TV Movie, (no genres listed) | –                | how or where it was shown, not what it is         |
 */
const byKey: Record<string, string | undefined> = {
  'sci fi': 'Science Fiction',
  scifi: 'Science Fiction',
  children: 'Family',
  childrens: 'Family',
  "children's": 'Family',
  musical: 'Music',
};

const notGenres = new Set(['imax', 'foreign', 'tv movie', 'no genres listed', '']);

/** A source's genre in our vocabulary; undefined when it names no genre. */
export function genreName(theirs: string): string | undefined {
  const key = theirs
    .trim()
    .toLowerCase()
    .replace(/[()]/gu, '')
    .replace(/[-_ ]+/gu, ' ');
  if (notGenres.has(key)) return undefined;
  return byKey[key] ?? key.replace(/(^|\s)\p{L}/gu, (initial) => initial.toUpperCase());
}

/** Genres in our vocabulary, each once, in the order given. */
export function genreNames(theirs: readonly string[]): string[] {
  return [...new Set(theirs.map(genreName).filter((name) => name !== undefined))];
}
