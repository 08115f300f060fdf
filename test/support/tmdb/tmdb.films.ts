/** A film as `/movie/{id}` gives it with all its parts, shortened to what is documented and used. */
export interface TmdbFilm {
  id: number;
  title: string;
  release_date: string;
  vote_count: number;
  [name: string]: unknown;
}

/** A made-up film. */
export function tmdbFilm(id: number, given: Partial<TmdbFilm> = {}): TmdbFilm {
  const title = given.title ?? `Film ${id}`;
  return {
    id,
    adult: false,
    title,
    original_title: title,
    original_language: 'en',
    overview: `In film ${id} a keeper of lighthouse number ${id} hears ships that are not there.`,
    tagline: '',
    release_date: '2024-05-17',
    runtime: 101,
    popularity: 12.5,
    vote_average: 7.4,
    vote_count: 1000,
    poster_path: `/poster-${id}.jpg`,
    genres: [{ id: 878, name: 'Science Fiction' }],
    production_countries: [{ iso_3166_1: 'US', name: 'United States of America' }],
    belongs_to_collection: null,
    credits: {
      cast: [
        { id: 12, name: 'Second Lead', character: 'Ship', order: 1 },
        { id: 11, name: 'First Lead', character: 'Keeper', order: 0 },
      ],
      crew: [
        { id: 21, name: 'The Writer', job: 'Screenplay', department: 'Writing' },
        { id: 22, name: 'The Director', job: 'Director', department: 'Directing' },
      ],
    },
    keywords: { keywords: [{ id: 1, name: 'lighthouse' }] },
    external_ids: { imdb_id: `tt${String(id).padStart(7, '0')}` },
    release_dates: { results: [] },
    alternative_titles: { titles: [] },
    translations: { translations: [] },
    videos: { results: [] },
    'watch/providers': { results: {} },
    ...given,
  };
}

/** With something in every part, and with what is not to be taken from it. */
export const FULL_FILM = tmdbFilm(900_001, {
  title: 'The Late Harbour',
  original_title: 'Le Port tardif',
  original_language: 'fr',
  tagline: 'Every  ship\ncomes home.',
  belongs_to_collection: { id: 5, name: 'The Harbour Collection', poster_path: null },
  release_dates: {
    results: [
      {
        iso_3166_1: 'US',
        release_dates: [
          { certification: 'NR', type: 1 },
          { certification: 'PG-13', type: 3 },
        ],
      },
      { iso_3166_1: 'FR', release_dates: [{ certification: '', type: 3 }] },
      {
        iso_3166_1: 'DE',
        release_dates: [
          { certification: '', type: 1 },
          { certification: '12', type: 4 },
        ],
      },
    ],
  },
  alternative_titles: {
    titles: [
      { iso_3166_1: 'GB', title: 'Harbour Lights', type: '' },
      { iso_3166_1: 'US', title: 'The Late Harbour', type: '' },
    ],
  },
  translations: {
    translations: [
      {
        iso_3166_1: 'PT',
        iso_639_1: 'pt',
        data: { title: 'O Porto Tardio', overview: 'Um porto em Lisboa.' },
      },
      { iso_3166_1: 'BR', iso_639_1: 'pt', data: { title: 'O Porto', overview: 'Um porto.' } },
      { iso_3166_1: 'DE', iso_639_1: 'de', data: { title: 'Der späte Hafen', overview: '' } },
      { iso_3166_1: 'ES', iso_639_1: 'es', data: { title: 'El puerto tardío', overview: 'Un puerto.' } },
    ],
  },
  videos: {
    results: [
      { site: 'YouTube', type: 'Teaser', key: 'teaser12345', official: true },
      { site: 'YouTube', type: 'Trailer', key: 'fanmade1234', official: false },
      { site: 'YouTube', type: 'Trailer', key: 'official123', official: true },
    ],
  },
  'watch/providers': {
    results: {
      DE: {
        link: 'https://www.themoviedb.org/movie/900001/watch?locale=DE',
        rent: [{ provider_id: 2, provider_name: 'Apple TV', display_priority: 1 }],
        flatrate: [
          { provider_id: 9, provider_name: 'Prime Video', display_priority: 4 },
          { provider_id: 8, provider_name: 'Netflix', display_priority: 0 },
        ],
      },
      US: { link: 'https://x', buy: [{ provider_id: 3, provider_name: 'Play', display_priority: 0 }] },
    },
  },
});
