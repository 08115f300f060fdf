import { imdbId } from '../records/imdb-id.js';
import { cleanTitle, isTold, RowProblem, starsOf, titleAndYear, tmdbId, yearOf } from './cell-values.js';
import type { HistoryFormat, Known } from './history-format.js';

/** The columns of a table of no known kind, as a person says or as their names let guess. */
export interface ColumnMapping {
  title?: string;
  originalTitle?: string;
  year?: string;
  /** IMDb's id, or an address of IMDb's with it. */
  imdbId?: string;
  tmdbId?: string;
  rating?: string;
  date?: string;
  /** What the best film gets: 5, 10 or 100. */
  scale?: number;
  holds?: 'ratings' | 'watched films' | 'watchlist';
}

export const MAPPED_COLUMNS = [
  'title',
  'originalTitle',
  'year',
  'imdbId',
  'tmdbId',
  'rating',
  'date',
] as const;
type MappedColumn = (typeof MAPPED_COLUMNS)[number];

/** What columns are called in the languages of the services that people leave, the surest name first. */
const NAMES: Record<MappedColumn, readonly string[]> = {
  title: [
    'title',
    'name',
    'film',
    'movie',
    'movie name',
    'movie_name',
    'movie title',
    'film title',
    'titel',
    'titre',
    'titolo',
    'título',
    'titulo',
    'tytuł',
    'название',
    'русскоязычное название',
  ],
  originalTitle: [
    'original title',
    'original name',
    'originaltitel',
    'titre original',
    'titolo originale',
    'título original',
    'tytuł oryginalny',
    'оригинальное название',
  ],
  year: [
    'year',
    'release year',
    'jahr',
    'année',
    'annee',
    'anno',
    'año',
    'ano',
    'rok',
    'rok produkcji',
    'jaar',
    'год',
    'release date',
  ],
  imdbId: ['imdb id', 'imdb_id', 'imdbid', 'imdb', 'const', 'tconst'],
  tmdbId: ['tmdb id', 'tmdb_id', 'tmdbid', 'tmdb'],
  rating: [
    'your rating',
    'my rating',
    'user rating',
    'rating10',
    'rating',
    'score',
    'stars',
    'bewertung',
    'meine bewertung',
    'note',
    'ma note',
    'voto',
    'nota',
    'puntuación',
    'ocena',
    'moja ocena',
    'cijfer',
    'моя оценка',
    'оценка',
  ],
  date: [
    'date rated',
    'date added',
    'rated at',
    'watched date',
    'watcheddate',
    'date',
    'datum',
    'data',
    'fecha',
    'дата',
    'timestamp',
    'created',
  ],
};

/** What the columns probably are. Undefined unless they name films and say something of them. */
export function guessMapping(header: readonly string[]): ColumnMapping | undefined {
  const lower = header.map((name) => name.toLowerCase());
  const guessed = Object.fromEntries(
    MAPPED_COLUMNS.flatMap((column) => {
      const name = NAMES[column].find((known) => lower.includes(known));
      return name === undefined ? [] : [[column, header[lower.indexOf(name)]]];
    }),
  ) as ColumnMapping;
  const names = guessed.title ?? guessed.originalTitle ?? guessed.imdbId ?? guessed.tmdbId;
  return names !== undefined && guessed.rating !== undefined ? guessed : undefined;
}

/**
 * A format that reads a table by its mapping. Without a scale the best rating in the file tells it.
 *
 * @param ratings  all cells of the rating's column
 */
export function mappedFormat(mapping: ColumnMapping, ratings: readonly string[]): HistoryFormat {
  const { holds = mapping.rating === undefined ? 'watched films' : 'ratings' } = mapping;
  const best = mapping.scale ?? scaleOf(ratings);
  const named = MAPPED_COLUMNS.flatMap((column) => mapping[column] ?? []);
  return {
    name: 'a table',
    holds,
    columns: named,
    scale: mapping.rating === undefined ? undefined : best === 5 ? '0.5–5' : `1–${best}`,
    dates: mapping.date === undefined ? [] : [mapping.date],
    read: (values, date) => {
      const cell = (column: MappedColumn) => values[mapping[column]?.toLowerCase() ?? ''] ?? '';
      const at = date(cell('date'));
      const year = yearOf(cell('year'));
      const film: Known = {
        ...titleAndYear(cell('title')),
        ...(year !== undefined && { year }),
        originalTitle: cleanTitle(cell('originalTitle')),
        imdbId: imdbId(/tt\d{5,10}/u.exec(cell('imdbId'))?.[0] ?? cell('imdbId')),
        movieId: tmdbId(cell('tmdbId')),
      };
      if (holds === 'watchlist') return { ...film, watchlist: true, addedAt: at };
      const { value } = ratingIn(cell('rating'));
      if (value !== '') {
        if (!isTold(value)) throw new RowProblem('has no rating');
        return { ...film, ...starsOf(value, best), ratedAt: at };
      }
      if (holds === 'ratings') throw new RowProblem('has no rating');
      return { ...film, seen: true, seenAt: at };
    },
  };
}

/** A rating as a number, and of how many where it says so: "★★★½", "8/10", "80 %". */
function ratingIn(text: string): { value: string; of?: number } {
  const [, stars, half] = /^([★⭐]*)\uFE0F?(½?)$/u.exec(text) ?? [];
  if (text !== '' && stars !== undefined)
    return { value: String([...stars].length + (half ? 0.5 : 0)), of: 5 };
  const [, part, whole] = /^([\d.,]+) ?(?:\/ ?(5|10|100)|%)$/u.exec(text) ?? [];
  return part === undefined ? { value: text } : { value: part, of: Number(whole ?? 100) };
}

function scaleOf(ratings: readonly string[]): number {
  const read = ratings.map((text) => ratingIn(text.trim()));
  const told = read.find(({ of }) => of !== undefined)?.of;
  if (told !== undefined) return told;
  const numbers = read.map(({ value }) => Number(value.replace(',', '.'))).filter(Number.isFinite);
  const most = numbers.reduce((a, b) => Math.max(a, b), 0);
  return most <= 5 ? 5 : most <= 10 ? 10 : 100;
}
