import type { Item } from '#ranking/data/item.js';

/** What films of a kind have in common. */
export interface FilmKind {
  genre?: string;
  language?: string;
  /** The last year. */
  until?: number;
}

/** A film whose likes are looked at; `id` is TMDB's, year and language tell it from another's film of that number. */
export interface LikenessFilm {
  id: string;
  title: string;
  year: number;
  language: string;
  kind: FilmKind;
}

const film = (
  [id, title, year, language]: [id: string, title: string, year: number, language: string],
  kind: FilmKind,
): LikenessFilm => ({ id, title, year, language, kind });

/** Thirty films of all kinds, known and hardly known. */
export const LIKENESS_FILMS: readonly LikenessFilm[] = [
  film(['11906', 'Suspiria', 1977, 'it'], { genre: 'Horror' }),
  film(['948', 'Halloween', 1978, 'en'], { genre: 'Horror' }),
  film(['539', 'Psycho', 1960, 'en'], { genre: 'Horror' }),
  film(['14275', 'Hoop Dreams', 1994, 'en'], { genre: 'Documentary' }),
  film(['1430', 'Bowling for Columbine', 2002, 'en'], { genre: 'Documentary' }),
  film(['862', 'Toy Story', 1995, 'en'], { genre: 'Animation' }),
  film(['8392', 'My Neighbor Totoro', 1988, 'ja'], { genre: 'Animation' }),
  film(['149', 'Akira', 1988, 'ja'], { genre: 'Animation' }),
  film(['194', 'Amélie', 2001, 'fr'], { genre: 'Romance' }),
  film(['269', 'Breathless', 1960, 'fr'], { language: 'fr' }),
  film(['346', 'Seven Samurai', 1954, 'ja'], { language: 'ja' }),
  film(['843', 'In the Mood for Love', 2000, 'cn'], { genre: 'Romance' }),
  film(['670', 'Oldboy', 2003, 'ko'], { genre: 'Thriller' }),
  film(['19666', 'Lagaan', 2001, 'hi'], { language: 'hi' }),
  film(['422', '8½', 1963, 'it'], { language: 'it' }),
  film(['99', 'All About My Mother', 1999, 'es'], { language: 'es' }),
  film(['33', 'Unforgiven', 1992, 'en'], { genre: 'Western' }),
  film(['301', 'Rio Bravo', 1959, 'en'], { genre: 'Western' }),
  film(['872', "Singin' in the Rain", 1952, 'en'], { genre: 'Music' }),
  film(['824', 'Moulin Rouge!', 2001, 'en'], { genre: 'Music' }),
  film(['509', 'Notting Hill', 1999, 'en'], { genre: 'Romance' }),
  film(['813', 'Airplane!', 1980, 'en'], { genre: 'Comedy' }),
  film(['901', 'City Lights', 1931, 'en'], { until: 1945 }),
  film(['680', 'Pulp Fiction', 1994, 'en'], { genre: 'Crime' }),
  film(['238', 'The Godfather', 1972, 'en'], { genre: 'Crime' }),
  film(['603', 'The Matrix', 1999, 'en'], { genre: 'Science Fiction' }),
  film(['1398', 'Stalker', 1979, 'ru'], { genre: 'Science Fiction' }),
  film(['28', 'Apocalypse Now', 1979, 'en'], { genre: 'War' }),
  film(['120', 'The Lord of the Rings: The Fellowship of the Ring', 2001, 'en'], { genre: 'Fantasy' }),
  film(['562', 'Die Hard', 1988, 'en'], { genre: 'Action' }),
];

export function isOfKind({ genres = [], language, year }: Item, kind: FilmKind): boolean {
  return (
    (kind.genre === undefined || genres.includes(kind.genre)) &&
    (kind.language === undefined || language === kind.language) &&
    (kind.until === undefined || (year !== undefined && year <= kind.until))
  );
}

/** "Horror", "in fr", "up to 1945". */
export function kindName({ genre, language, until }: FilmKind): string {
  return [genre, language && `in ${language}`, until && `up to ${until}`].filter(Boolean).join(' ');
}
