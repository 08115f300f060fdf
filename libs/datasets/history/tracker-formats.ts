import { splitTitleAndYear } from '../matching/title-key.js';
import { imdbId } from '../records/imdb-id.js';
import {
  cleanTitle,
  isTold,
  requireFilm,
  RowProblem,
  starsOf,
  starsOfTen,
  titleAndYear,
  tmdbId,
  yearOf,
} from './cell-values.js';
import type { HistoryFormat, Known, Values } from './history-format.js';

const ids = (imdb: string, tmdb: string): Known => ({ imdbId: imdbId(imdb), movieId: tmdbId(tmdb) });

/** @throws RowProblem when the row says nothing that has a place here */
function said(known: Known, why = 'has no rating, and is neither watched nor to be watched'): Known {
  if (known.rating !== undefined || known.seen || known.watchlist) return known;
  throw new RowProblem(why);
}

const isPlanned = (status: string) => /plan|watchlist/iu.test(status);
const isDone = (status: string) => /^(?:completed|watched)$/iu.test(status);

function trakt(values: Values): Known {
  return {
    ...ids(values['movie.ids.imdb'], values['movie.ids.tmdb']),
    title: cleanTitle(values['movie.title']),
    year: yearOf(values['movie.year']),
  };
}

/** Services that keep what somebody watches. Columns with points are the ways to values in JSON. */
export const trackerFormats: readonly HistoryFormat[] = [
  {
    name: 'Simkl',
    holds: 'ratings',
    columns: ['movie.title', 'movie.ids.simkl', 'status'],
    optional: [
      'movie.year',
      'movie.ids.imdb',
      'movie.ids.tmdb',
      'user_rating',
      'user_rated_at',
      'last_watched_at',
      'added_to_watchlist_at',
    ],
    scale: '1–10',
    dates: ['user_rated_at', 'last_watched_at', 'added_to_watchlist_at'],
    read: (values, date) => {
      const seenAt = date(values.last_watched_at);
      return said({
        ...trakt(values),
        ...(isTold(values.user_rating) && {
          ...starsOfTen(values.user_rating),
          ratedAt: date(values.user_rated_at) ?? seenAt,
        }),
        ...(isDone(values.status) && { seen: true, seenAt }),
        ...(isPlanned(values.status) && { watchlist: true, addedAt: date(values.added_to_watchlist_at) }),
      });
    },
  },
  {
    name: 'Trakt',
    holds: 'ratings',
    columns: ['movie.title'],
    optional: [
      'type',
      'movie.year',
      'movie.ids.imdb',
      'movie.ids.tmdb',
      'rating',
      'rated_at',
      'watched_at',
      'last_watched_at',
      'listed_at',
    ],
    scale: '1–10',
    dates: ['rated_at', 'watched_at', 'last_watched_at', 'listed_at'],
    read: (values, date, file) => {
      requireFilm(values.type);
      if (values['movie.title'] === '') throw new RowProblem('is no film');
      const watched = values.watched_at || values.last_watched_at;
      const isWatchlist = /watchlist/iu.test(file);
      return said(
        {
          ...trakt(values),
          ...(isTold(values.rating) && { ...starsOfTen(values.rating), ratedAt: date(values.rated_at) }),
          ...(watched !== '' && { seen: true, seenAt: date(watched) }),
          ...(values.listed_at !== '' && isWatchlist && { watchlist: true, addedAt: date(values.listed_at) }),
        },
        'is on a list that is neither history nor watchlist',
      );
    },
  },
  {
    name: 'Trakt or Simkl',
    holds: 'watched films',
    columns: ['show.title'],
    read: () => {
      throw new RowProblem('is a series or an episode, not a film');
    },
  },
  {
    name: 'Ryot',
    holds: 'ratings',
    columns: ['lot', 'source', 'identifier'],
    optional: [
      'source_id',
      'reviews.rating',
      'reviews.review.date',
      'seen_history.ended_on',
      'seen_history.progress',
      'collections',
      'collections.collection_name',
    ],
    scale: '1–100',
    dates: ['reviews.review.date', 'seen_history.ended_on'],
    read: (values, date) => {
      requireFilm(values.lot);
      const collections = values.collections + values['collections.collection_name'];
      const seenAt = date(values['seen_history.ended_on']);
      return said({
        ...(/^tmdb$/iu.test(values.source) && { movieId: tmdbId(values.identifier) }),
        ...splitTitleAndYear(cleanTitle(values.source_id) ?? ''),
        ...(isTold(values['reviews.rating']) && {
          ...starsOf(values['reviews.rating'], 100),
          ratedAt: date(values['reviews.review.date']) ?? seenAt,
        }),
        ...((seenAt ?? /completed/iu.test(collections)) && { seen: true, seenAt }),
        ...(/watchlist/iu.test(collections) && { watchlist: true }),
      });
    },
  },
  {
    name: 'Simkl',
    holds: 'ratings',
    columns: ['SIMKL_ID', 'Title', 'Type', 'Year', 'Watchlist', 'Rating'],
    optional: ['WatchedDate', 'TMDB', 'IMDB'],
    scale: '1–10',
    dates: ['WatchedDate'],
    read: (values, date) => {
      requireFilm(values.type);
      const seenAt = date(values.watcheddate);
      return said({
        ...ids(values.imdb, values.tmdb),
        title: cleanTitle(values.title),
        year: yearOf(values.year),
        ...(isTold(values.rating) && { ...starsOfTen(values.rating), ratedAt: seenAt }),
        ...(isDone(values.watchlist) && { seen: true, seenAt }),
        ...(isPlanned(values.watchlist) && { watchlist: true }),
      });
    },
  },
  {
    name: 'TMDB',
    holds: 'ratings',
    columns: ['TMDb ID', 'IMDb ID', 'Type', 'Name', 'Release Date'],
    optional: ['Your Rating', 'Date Rated'],
    scale: '1–10',
    dates: ['Date Rated'],
    read: (values, date, file) => {
      requireFilm(values.type);
      return said({
        ...ids(values['imdb id'], values['tmdb id']),
        title: cleanTitle(values.name),
        year: yearOf(values['release date'].slice(0, 10)),
        ...(isTold(values['your rating']) && {
          ...starsOf(values['your rating'], 10),
          ratedAt: date(values['date rated']),
        }),
        ...(/watchlist/iu.test(file) && { watchlist: true }),
      });
    },
  },
  {
    name: 'Yamtrack',
    holds: 'ratings',
    columns: ['media_id', 'source', 'media_type', 'title', 'score', 'status'],
    optional: ['end_date'],
    scale: '1–10',
    dates: ['end_date'],
    read: (values, date) => {
      requireFilm(values.media_type);
      const seenAt = date(values.end_date);
      return said({
        ...(values.source === 'tmdb' && { movieId: tmdbId(values.media_id) }),
        ...titleAndYear(values.title),
        ...(isTold(values.score) && { ...starsOf(values.score, 10), ratedAt: seenAt }),
        ...(isDone(values.status) && { seen: true, seenAt }),
        ...(isPlanned(values.status) && { watchlist: true }),
      });
    },
  },
  {
    name: 'Movary',
    holds: 'ratings',
    columns: ['title', 'year', 'tmdbId', 'imdbId', 'userRating'],
    scale: '1–10',
    read: (values) => ({ ...movary(values), ...starsOfTen(values.userrating) }),
  },
  {
    name: 'Movary',
    holds: 'watched films',
    columns: ['title', 'year', 'tmdbId', 'imdbId', 'watchedAt'],
    dates: ['watchedAt'],
    read: (values, date) => ({ ...movary(values), seen: true, seenAt: date(values.watchedat) }),
  },
  {
    name: 'Movary',
    holds: 'watchlist',
    columns: ['title', 'tmdbId', 'imdbId', 'addedAt'],
    dates: ['addedAt'],
    read: (values, date) => ({ ...movary(values), watchlist: true, addedAt: date(values.addedat) }),
  },
  {
    name: 'Criticker',
    holds: 'ratings',
    columns: ['filmid', 'filmname', 'rating'],
    optional: ['tier', 'imdbid', 'reviewdate'],
    scale: '1–100',
    dates: ['reviewdate'],
    read: (values, date) => ({
      imdbId: imdbId(values.imdbid),
      ...titleAndYear(values.filmname),
      ...criticker(values.tier, values.rating),
      ratedAt: date(values.reviewdate),
    }),
  },
  {
    name: 'Criticker',
    holds: 'ratings',
    columns: ['Score', 'Film Name'],
    optional: ['Year', 'Tier', 'IMDB ID', 'Date Rated'],
    scale: '1–100',
    dates: ['Date Rated'],
    read: (values, date) => ({
      imdbId: imdbId(values['imdb id']),
      ...titleAndYear(values['film name']),
      ...(yearOf(values.year) !== undefined && { year: yearOf(values.year) }),
      ...criticker(values.tier, values.score),
      ratedAt: date(values['date rated']),
    }),
  },
  {
    name: 'MyAnimeList',
    holds: 'ratings',
    columns: ['series_title', 'series_type', 'my_score', 'my_status'],
    optional: ['my_finish_date'],
    scale: '1–10',
    dates: ['my_finish_date'],
    read: (values, date) => {
      requireFilm(values.series_type);
      const seenAt = date(values.my_finish_date);
      return said({
        title: cleanTitle(values.series_title),
        ...(isTold(values.my_score) && { ...starsOfTen(values.my_score), ratedAt: seenAt }),
        ...(isDone(values.my_status) && { seen: true, seenAt }),
        ...(isPlanned(values.my_status) && { watchlist: true }),
      });
    },
  },
];

function movary(values: Values): Known {
  return { ...ids(values.imdbid, values.tmdbid), title: cleanTitle(values.title), year: yearOf(values.year) };
}

/** Scores mean what each person makes of them; the tenth of all scores that one lies in says more. */
function criticker(tier: string, score: string): Known {
  return /^(?:[1-9]|10)$/u.test(tier) ? starsOfTen(tier) : starsOf(score, 100);
}
