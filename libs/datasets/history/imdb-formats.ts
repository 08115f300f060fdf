import { imdbId } from '../records/imdb-id.js';
import { cleanTitle, RowProblem, starsOfTen, yearOf } from './cell-values.js';
import type { DateReader } from './date-reader.js';
import type { HistoryFormat, Known, Values } from './history-format.js';

/** Type and title are translated, so the id alone says whether a row is a film: whoever matches it asks for nothing else. */
function film(values: Values): Known {
  return {
    imdbId: imdbId(values.const),
    title: cleanTitle(values.title),
    originalTitle: cleanTitle(values['original title']),
    year: yearOf(values.year),
  };
}

function listed(values: Values, date: DateReader, file: string): Known {
  const rating = values['your rating'] || values['you rated'] || '';
  if (rating !== '')
    return {
      ...film(values),
      ...starsOfTen(rating),
      ratedAt: date(values['date rated'] || values['date added'] || values.created),
    };
  if (!/watchlist/iu.test(file)) throw new RowProblem('has no rating');
  return { ...film(values), watchlist: true, addedAt: date(values.created) };
}

/** IMDb's exports of 2018 and later, its lists, and those of 2017 and 2016. */
export const imdbFormats: readonly HistoryFormat[] = [
  {
    name: 'IMDb',
    holds: 'watchlist',
    columns: ['Position', 'Const', 'Created', 'Title', 'Year'],
    optional: ['Original Title', 'Your Rating', 'You rated', 'Date Rated'],
    files: /watchlist/iu,
    scale: '1–10',
    dates: ['Date Rated', 'Created'],
    read: listed,
  },
  {
    name: 'IMDb',
    holds: 'ratings',
    columns: ['Const', 'Your Rating', 'Date Rated', 'Title', 'Year'],
    optional: ['Original Title', 'Created'],
    scale: '1–10',
    dates: ['Date Rated', 'Created'],
    read: listed,
  },
  {
    name: 'IMDb',
    holds: 'ratings',
    columns: ['Const', 'Your Rating', 'Date Added', 'Title', 'Year'],
    optional: ['Original Title'],
    scale: '1–10',
    dates: ['Date Added'],
    read: listed,
  },
  {
    name: 'IMDb',
    holds: 'ratings',
    columns: ['Const', 'You rated', 'Title', 'Year'],
    optional: ['Original Title', 'Created'],
    scale: '1–10',
    dates: ['Created'],
    read: listed,
  },
];
