import { type Described, type Fields, type FieldsIn, fieldsIn } from '../protocol/field.js';

const PLOT = 'A hacker learns what the world really is.';
const POSTER = '/hEpWvX6Bp79eLxY1kX5ZZJcme5U.jpg';

const everywhere = ['record', 'card', 'details', 'snapshot'] as const;

/**
 * The movie, described once: what each field is and which forms of a movie have it. The forms:
 *
 *     record    what a data set says of it, which the catalog stores
 *     card      what a list shows
 *     details   the whole movie on its own page
 *     snapshot  what other services recommend by
 *
 * Their classes, checks, OpenAPI schemas and MongoDB schemas are made of these rows. The catalog's hash of a movie
 * depends on the order of the record's rows: a row that moves publishes every movie again.
 */
export const MOVIE_FIELDS = {
  /** TMDB's, or `ml-<MovieLens id>` for a movie without one. */
  id: { type: 'text', in: everywhere, maxLength: 16, example: '603' },
  title: {
    type: 'text',
    in: everywhere,
    maxLength: 500,
    description: 'in the first language of Accept-Language that it is known in, else in English',
    example: 'The Matrix',
  },
  /** Only when it differs from `title`. */
  originalTitle: { type: 'text', optional: true, in: ['record', 'details'], example: 'The Matrix' },
  year: { type: 'integer', optional: true, in: everywhere, example: 1999 },
  overview: { type: 'text', optional: true, in: ['record'], example: PLOT },
  tagline: {
    type: 'text',
    optional: true,
    in: ['record', 'details'],
    example: 'Welcome to the Real World.',
  },
  /** In TMDB's words. */
  genres: { type: 'texts', in: everywhere, example: ['Action', 'Science Fiction'] },
  keywords: { type: 'texts', in: ['record', 'details', 'snapshot'], example: ['dystopia', 'hacker'] },
  /** Names in billing order; the details give them with ids. */
  cast: { type: 'texts', in: ['record', 'snapshot'], example: ['Keanu Reeves', 'Carrie-Anne Moss'] },
  directors: { type: 'texts', in: ['record', 'snapshot'], example: ['Lana Wachowski'] },
  /** The original one; the details call it `originalLanguage` as well. */
  language: { type: 'text', optional: true, in: everywhere, description: 'ISO 639-1', example: 'en' },
  runtime: { type: 'integer', optional: true, in: everywhere, description: 'minutes', example: 136 },
  /** The series it belongs to. */
  collection: {
    type: 'text',
    optional: true,
    in: ['record', 'details', 'snapshot'],
    example: 'The Matrix Collection',
  },
  /** TMDB's, beginning with "/". */
  posterPath: { type: 'text', optional: true, in: ['record'], example: POSTER },
  /** TMDB's, ≥ 0 and unbounded. */
  popularity: { type: 'number', optional: true, in: ['record'], example: 33.4 },
  /** Of TMDB's audience, 0–10; a prior for movies nobody here has rated. */
  voteAverage: { type: 'number', optional: true, in: ['record', 'snapshot'], example: 8.2 },
  voteCount: {
    type: 'integer',
    optional: true,
    in: ['record', 'details', 'snapshot'],
    description: 'votes on TMDB',
    example: 26_800,
  },
  certifications: {
    type: 'textByCountry',
    optional: true,
    in: ['record', 'details', 'snapshot'],
    description: 'by ISO 3166-1 country',
    example: { US: 'R', DE: '16' },
  },
  countries: {
    type: 'texts',
    optional: true,
    in: ['record', 'details', 'snapshot'],
    description: 'of production, ISO 3166-1',
    example: ['US'],
  },
  /** Other names it is known by, at most twenty. */
  alternativeTitles: {
    type: 'texts',
    optional: true,
    in: ['record', 'details'],
    example: ['The Matrix 1', 'Matrix'],
  },
  translatedTitles: {
    type: 'textByLanguage',
    optional: true,
    in: ['record', 'details'],
    description: 'by ISO 639-1 language, those that CATALOG_LANGUAGES names',
    example: { de: 'Matrix' },
  },
  translatedPlots: {
    type: 'textByLanguage',
    optional: true,
    in: ['record', 'details'],
    description: 'by ISO 639-1 language, those that CATALOG_LANGUAGES names',
    example: { de: 'Ein Hacker erfährt, was die Welt wirklich ist.' },
  },
  trailer: {
    type: 'text',
    optional: true,
    in: ['record', 'details'],
    description: 'address of its official trailer',
    example: 'https://www.youtube.com/watch?v=m8e-FF8MsqU',
  },
  /** From JustWatch by way of TMDB: whoever shows it names JustWatch. */
  watch: {
    type: 'offersByCountry',
    optional: true,
    in: ['record', 'details'],
    description:
      'where to watch it, by ISO 3166-1 country, those that WATCH_REGIONS names; data of JustWatch',
    example: {
      DE: {
        link: 'https://www.themoviedb.org/movie/603-the-matrix/watch?locale=DE',
        offers: [{ provider: 8, name: 'Netflix', how: 'flatrate' }],
      },
    },
  },
  /** TMDB's numbers of its people, by the ids that their names give. */
  peopleNumbers: {
    type: 'integerByPerson',
    optional: true,
    in: ['record'],
    example: { 'keanu-reeves': 6384 },
  },
  /** Set once TMDB no longer has it: what people rated stays. */
  goneSince: {
    type: 'text',
    optional: true,
    in: ['record', 'details'],
    description: 'the day on which TMDB was found to have it no more',
    example: '2026-11-27',
  },
  /** TMDB's first one anywhere. */
  releaseDate: {
    type: 'text',
    optional: true,
    in: everywhere,
    description: 'the day on which it first came or comes out',
    example: '1999-03-30',
  },

  // Made of the fields above and of our users' ratings.
  /** Of `watch` what costs nothing for the film itself: by subscription, free, or with advertisements. */
  streaming: {
    type: 'integersByCountry',
    optional: true,
    in: ['card', 'details', 'snapshot'],
    description:
      'numbers of the services that show it without paying for the film itself, by ISO 3166-1 country; data of JustWatch',
    example: { DE: [8] },
  },
  /**
   * What it is called in other languages: by `translatedTitles`, and in its own. Answers have the one that their reader wants
   * as `title`.
   */
  titles: {
    type: 'textByLanguage',
    optional: true,
    in: ['snapshot'],
    example: { de: 'Matrix' },
  },
  plot: {
    type: 'text',
    optional: true,
    in: ['details'],
    description: 'in the language of Accept-Language, as the title',
    example: PLOT,
  },
  /** The same fact as `language`, under its full name. */
  originalLanguage: {
    type: 'text',
    optional: true,
    in: ['details'],
    description: 'ISO 639-1; the same as `language`',
    example: 'en',
  },
  posterUrl: {
    type: 'text',
    optional: true,
    in: ['card', 'details', 'snapshot'],
    example: `https://image.tmdb.org/t/p/w342${POSTER}`,
  },
  averageRating: {
    type: 'number',
    optional: true,
    in: ['card', 'details'],
    description: 'mean stars, 1 to 5, as if five more had given 3.5; none with fewer than five ratings',
    example: 4.2,
  },
  ratingCount: { type: 'integer', optional: true, in: ['card', 'details'], example: 259 },
} as const satisfies Fields;

export type MovieForm = (typeof MOVIE_FIELDS)[keyof typeof MOVIE_FIELDS]['in'][number];

type MovieFieldsIn<Form extends MovieForm> = FieldsIn<typeof MOVIE_FIELDS, Form>;

/** A movie in one of its forms. */
export type MovieAs<Form extends MovieForm> = Described<MovieFieldsIn<Form>>;

export function movieFields<Form extends MovieForm>(form: Form): MovieFieldsIn<Form> {
  return fieldsIn(MOVIE_FIELDS, form);
}

const NAMES: Record<MovieForm, string[]> = {
  record: Object.keys(movieFields('record')),
  card: Object.keys(movieFields('card')),
  details: Object.keys(movieFields('details')),
  snapshot: Object.keys(movieFields('snapshot')),
};

/** The known fields of a form, and nothing else that the movie holds. */
export function movieAs<Form extends MovieForm>(form: Form, movie: MovieAs<Form>): MovieAs<Form> {
  const values = movie as Record<string, unknown>;
  const known = NAMES[form].filter((name) => values[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, values[name]])) as MovieAs<Form>;
}
