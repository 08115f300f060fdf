import { imdbId } from '../records/imdb-id.js';
import { cleanTitle, halfStars, isTold, RowProblem, tmdbId, yearOf } from './cell-values.js';
import type { HistoryFormat, Known, Values } from './history-format.js';
import { withoutFormulaGuard } from './ratings-export.js';

const FILM = ['Date', 'Name', 'Year', 'Letterboxd URI'] as const;

const film = (values: Values): Known => ({ title: cleanTitle(values.name), year: yearOf(values.year) });

/** Letterboxd's files; several have the same columns. In a diary the day it was watched counts, not the day it was written. */
export const letterboxdFormats: readonly HistoryFormat[] = [
  {
    name: 'Letterboxd',
    holds: 'watched films',
    columns: [...FILM, 'Rating', 'Rewatch', 'Watched Date'],
    scale: '0.5–5',
    dates: ['Date', 'Watched Date'],
    read: (values, date) => {
      const seenAt = date(values['watched date']) ?? date(values.date);
      return {
        ...film(values),
        ...(isTold(values.rating) && { ...halfStars(values.rating), ratedAt: seenAt }),
        seen: true,
        seenAt,
        ...(/^yes$/iu.test(values.rewatch) && { rewatch: true }),
      };
    },
  },
  {
    name: 'Letterboxd',
    holds: 'ratings',
    columns: [...FILM, 'Rating'],
    scale: '0.5–5',
    dates: ['Date'],
    read: (values, date, file) => ({
      ...film(values),
      ...halfStars(values.rating),
      ratedAt: date(values.date),
      ...(/(?:^|\/)ratings\.csv$/u.test(file) && { standing: true }),
    }),
  },
  {
    name: 'Letterboxd',
    holds: 'watched films',
    columns: ['imdbID', 'tmdbID', 'Title', 'Year', 'Rating', 'WatchedDate', 'Rewatch'],
    scale: '0.5–5',
    dates: ['WatchedDate'],
    read: (values, date) => {
      const seenAt = date(values.watcheddate);
      return {
        ...{ imdbId: imdbId(values.imdbid), movieId: tmdbId(values.tmdbid) },
        ...{ title: cleanTitle(withoutFormulaGuard(values.title)), year: yearOf(values.year) },
        ...(isTold(values.rating) && { ...halfStars(values.rating), ratedAt: seenAt }),
        ...(seenAt || !isTold(values.rating) ? { seen: true, seenAt } : {}),
        ...(/^true$/iu.test(values.rewatch) && { rewatch: true }),
      };
    },
  },
  {
    name: 'Letterboxd',
    holds: 'watchlist',
    columns: FILM,
    files: /watchlist/iu,
    dates: ['Date'],
    read: (values, date) => ({ ...film(values), watchlist: true, addedAt: date(values.date) }),
  },
  {
    name: 'Letterboxd',
    holds: 'watched films',
    columns: FILM,
    files: /watched/iu,
    dates: ['Date'],
    read: (values, date) => ({ ...film(values), seen: true, seenAt: date(values.date), marked: true }),
  },
  {
    name: 'Letterboxd',
    holds: 'likes',
    columns: FILM,
    files: /likes\/films|liked/iu,
    dates: ['Date'],
    read: (values, date) => ({
      ...film(values),
      ...{ seen: true, seenAt: date(values.date), marked: true, liked: true },
    }),
  },
  {
    name: 'Letterboxd',
    holds: 'likes',
    columns: FILM,
    files: /likes\//iu,
    read: () => {
      throw new RowProblem('is a like of a review or a list, not of a film');
    },
  },
];
