import { imdbId } from '../records/imdb-id.js';
import { exactStars, halfStars, idOr, titleAndYear, titleOf, yearOf } from './cell-values.js';
import type { HistoryFormat } from './history-format.js';
import { withoutFormulaGuard } from './ratings-export.js';

const MOVIE_ID = /^(?:ml-)?\d{1,10}$/u;

/** This product's own files, and MovieLens's. */
export const ownFormats: readonly HistoryFormat[] = [
  {
    name: "this service's export",
    holds: 'ratings',
    columns: ['movieId', 'title', 'year', 'rating', 'ratedAt'],
    scale: '1–5',
    dates: ['ratedAt'],
    read: (values, date) => ({
      movieId: idOr(values.movieid, MOVIE_ID, 'movieId'),
      title: titleOf(withoutFormulaGuard(values.title)),
      year: yearOf(values.year),
      rating: exactStars(values.rating),
      ratedAt: date(values.ratedat),
    }),
  },
  {
    name: "this service's export",
    holds: 'watched films',
    columns: ['movieId', 'title', 'year', 'seenAt'],
    dates: ['seenAt'],
    read: (values, date) => ({
      movieId: idOr(values.movieid, MOVIE_ID, 'movieId'),
      title: titleOf(values.title),
      year: yearOf(values.year),
      seen: true,
      seenAt: date(values.seenat),
    }),
  },
  {
    name: "this service's export",
    holds: 'watchlist',
    columns: ['movieId', 'addedAt', 'title', 'year'],
    files: /^watchlist/iu,
    dates: ['addedAt'],
    read: (values, date) => ({
      movieId: idOr(values.movieid, MOVIE_ID, 'movieId'),
      title: titleOf(values.title),
      year: yearOf(values.year),
      watchlist: true,
      addedAt: date(values.addedat),
    }),
  },
  {
    name: 'MovieLens data set',
    holds: 'ratings',
    columns: ['userId', 'movieId', 'rating', 'timestamp'],
    scale: '0.5–5',
    dates: ['timestamp'],
    read: (values, date) => ({
      movielensId: idOr(values.movieid, /^\d{1,10}$/u, 'movieId'),
      ...halfStars(values.rating),
      ratedAt: date(values.timestamp),
    }),
  },
  {
    name: 'movielens.org',
    holds: 'ratings',
    columns: ['movie_id', 'imdb_id', 'tmdb_id', 'rating', 'title'],
    scale: '0.5–5',
    read: (values) => ({
      movielensId: idOr(values.movie_id, /^\d{1,10}$/u, 'movie_id'),
      movieId: /^\d{1,10}$/u.test(values.tmdb_id) ? values.tmdb_id : undefined,
      imdbId: imdbId(values.imdb_id),
      ...titleAndYear(values.title),
      ...halfStars(values.rating),
    }),
  },
];
