/** What a token would bring, where there is none. */
export const WITHOUT_TOKEN =
  'TMDB_TOKEN is not set: with one (free for non-commercial use, themoviedb.org/settings/api) the catalogue gets the films ' +
  'of today, their plots, people, certifications, translations, trailers and where to watch them';
