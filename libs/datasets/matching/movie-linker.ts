import { titleKey, titleKeys } from './title-key.js';

/** A movie as MovieLens names it. */
export interface MovielensTitle {
  id: number;
  title: string;
  year: number;
}

/** A row of movies_metadata.csv. */
export interface MetadataTitle {
  tmdbId: string;
  title: string;
  originalTitle: string;
  year?: number;
}

export interface MovieLink {
  movielensId: number;
  tmdbId: string;
  /** By which rule it was found, the surest first. */
  by: 'title' | 'order' | 'similar title' | 'title out of order';
}

interface Rule {
  by: MovieLink['by'];
  /** How many years the two may be apart. */
  years: number;
  similar: (movielens: MovielensTitle, movie: MetadataTitle) => boolean;
}

/** A movie the metadata lists twice stands once in a place that belongs to another: only its own title will do. */
function repeatedMovies(metadata: readonly MetadataTitle[]): Set<string> {
  const seen = new Set<string>();
  return new Set(metadata.map(({ tmdbId }) => tmdbId).filter((id) => seen.has(id) || !seen.add(id)));
}

const sameTitle: Rule['similar'] = (movielens, movie) => {
  const keys = keysOf(movie);
  return titleKeys(movielens.title).some((key) => keys.includes(key));
};

/** Rules for movies between two linked neighbours, tried in turn: each link narrows the space of the next. */
const neighbourRules: Rule[] = [
  { by: 'order', years: 1, similar: sameTitle },
  { by: 'similar title', years: 1, similar: similarTitle },
  { by: 'order', years: 3, similar: sameTitle },
];

/**
 * Links MovieLens movies to rows of movies_metadata.csv by title and year.
 *
 * A title that occurs once within a year of the movie's own is a link. The metadata's rows stand in the order of
 * MovieLens's ids, so the longest run of links in that order is trusted as a frame; what is ambiguous or spelt
 * differently is then looked for only between its linked neighbours. Titles found once but out of order come last
 * and only when nothing else claims their movie.
 *
 * @param movielens  ascending by id
 * @param metadata   in the file's row order
 * @returns at most one link for each MovieLens movie, ascending by its id
 */
export function linkMovies(
  movielens: readonly MovielensTitle[],
  metadata: readonly MetadataTitle[],
): MovieLink[] {
  const unique = uniqueMatches(movielens, metadata);
  const frame = longestAscending([...unique]);
  const linked = new Map<number, { row: number; by: MovieLink['by'] }>(
    frame.map(([at, row]) => [at, { row, by: 'title' }]),
  );
  for (const rule of neighbourRules) linkBetweenNeighbours(movielens, metadata, rule, linked);

  const claimed = new Set([...linked.values()].map(({ row }) => metadata[row].tmdbId));
  for (const [at, row] of unique) {
    if (linked.has(at) || claimed.has(metadata[row].tmdbId)) continue;
    linked.set(at, { row, by: 'title out of order' });
  }
  return [...linked]
    .sort(([a], [b]) => a - b)
    .map(([at, { row, by }]) => ({ movielensId: movielens[at].id, tmdbId: metadata[row].tmdbId, by }));
}

/** Index in `movielens` → row, where exactly one movie has the title within a year. */
function uniqueMatches(
  movielens: readonly MovielensTitle[],
  metadata: readonly MetadataTitle[],
): Map<number, number> {
  const rowsByKey = new Map<string, number[]>();
  for (const [row, movie] of metadata.entries()) {
    for (const key of keysOf(movie)) {
      const rows = rowsByKey.get(key);
      if (rows === undefined) rowsByKey.set(key, [row]);
      else rows.push(row);
    }
  }
  const unique = new Map<number, number>();
  for (const [at, movie] of movielens.entries()) {
    for (const key of titleKeys(movie.title)) {
      const rows = (rowsByKey.get(key) ?? []).filter((row) => yearsApart(movie, metadata[row]) <= 1);
      if (rows.length === 0) continue;
      if (new Set(rows.map((row) => metadata[row].tmdbId)).size === 1) unique.set(at, rows[0]);
      break;
    }
  }
  return unique;
}

/** The longest subsequence of pairs (already ascending in their first number) that ascends in the second too. */
function longestAscending(pairs: [number, number][]): [number, number][] {
  const bestEnd: number[] = [];
  const previous: number[] = [];
  for (const [index, [, value]] of pairs.entries()) {
    let low = 0;
    let high = bestEnd.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[bestEnd[middle]][1] < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? bestEnd[low - 1] : -1;
    bestEnd[low] = index;
  }
  const run: [number, number][] = [];
  for (let index = bestEnd.at(-1) ?? -1; index >= 0; index = previous[index]) run.push(pairs[index]);
  return run.reverse();
}

function linkBetweenNeighbours(
  movielens: readonly MovielensTitle[],
  metadata: readonly MetadataTitle[],
  rule: Rule,
  linked: Map<number, { row: number; by: MovieLink['by'] }>,
): void {
  const repeated = rule.by === 'similar title' ? repeatedMovies(metadata) : new Set<string>();
  const nextRows = rowsOfNextLinked(movielens.length, metadata.length, linked);
  let before = -1;
  for (const [at, movie] of movielens.entries()) {
    const known = linked.get(at);
    if (known !== undefined) {
      before = known.row;
      continue;
    }
    for (let row = before + 1; row < nextRows[at]; row += 1) {
      const candidate = metadata[row];
      if (repeated.has(candidate.tmdbId) || yearsApart(movie, candidate) > rule.years) continue;
      if (!rule.similar(movie, candidate)) continue;
      linked.set(at, { row, by: rule.by });
      before = row;
      break;
    }
  }
}

function rowsOfNextLinked(movies: number, rows: number, linked: Map<number, { row: number }>): number[] {
  const next: number[] = [];
  for (let at = movies - 1, row = rows; at >= 0; at -= 1) {
    next[at] = row;
    row = linked.get(at)?.row ?? row;
  }
  return next;
}

function keysOf(movie: MetadataTitle): string[] {
  return [...new Set([titleKey(movie.title), titleKey(movie.originalTitle)])].filter((key) => key !== '');
}

function yearsApart(movie: MovielensTitle, other: MetadataTitle): number {
  return other.year === undefined ? Infinity : Math.abs(movie.year - other.year);
}

/** One title's words are all in the other ("Star Wars" – "Star Wars: Episode IV"), or nearly all letters agree. */
function similarTitle(movielens: MovielensTitle, movie: MetadataTitle): boolean {
  return titleKeys(movielens.title).some((a) =>
    keysOf(movie).some((b) => {
      const [short, long] = [words(a), words(b)].sort((x, y) => x.size - y.size);
      const contained = short.size > 0 && [...short].every((word) => long.has(word));
      return contained || letterPairs(a, b) >= 0.8;
    }),
  );
}

const numerals: Record<string, string> = {
  ii: '2',
  iii: '3',
  iv: '4',
  v: '5',
  vi: '6',
  vii: '7',
  eight: '8',
  sixty: '60',
  eighty: '80',
  dr: 'doctor',
};
const smallWords = new Set(['the', 'a', 'an', 'and', 'part', 'of', 'movie']);

/** The words of a key that tell movies apart, numbers in figures. */
function words(key: string): Set<string> {
  const all = key.split(' ').map((word) => numerals[word] ?? word);
  return new Set(all.filter((word) => !smallWords.has(word)));
}

/** Sørensen–Dice similarity of the pairs of neighbouring letters, 0 to 1. */
function letterPairs(a: string, b: string): number {
  const [x, y] = [pairsOf(a), pairsOf(b)];
  const both = [...x].filter((pair) => y.has(pair)).length;
  return x.size + y.size === 0 ? 0 : (2 * both) / (x.size + y.size);
}

function pairsOf(key: string): Set<string> {
  const letters = key.replaceAll(' ', '');
  return new Set(
    Array.from({ length: Math.max(letters.length - 1, 0) }, (_, at) => letters.slice(at, at + 2)),
  );
}
