import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { MOVIE_FIELDS, movieAs, movieFields } from '#contracts/catalog/movie.fields.js';
import { EXAMPLE_MOVIE } from '#contracts/catalog/movie.example.js';
import type { MovieRecord } from '#datasets/records/movie.record.js';
import { Environment } from '#platform/config/environment.js';
import { contentHash, movieContent } from './movie.content.js';
import { type MovieDocument, movieSchema } from './movie.schema.js';
import { MovieViews } from './movie.views.js';
import { storedName } from './stored.names.js';

const RECORD: MovieRecord = {
  ...movieAs('record', EXAMPLE_MOVIE),
  cast: EXAMPLE_MOVIE.cast.map((name, order) => ({ name, order })),
  links: { tmdb: EXAMPLE_MOVIE.id, imdb: 'tt0133093' },
};
const views = new MovieViews(new Environment());

function stored(record: MovieRecord): MovieDocument {
  const ratings = { averageRating: 4.2, ratingCount: 259, ratedByEnough: 1 };
  const content = movieContent(record);
  return {
    _id: record.id,
    revision: 3,
    contentHash: contentHash(content),
    changedAt: new Date(),
    ...ratings,
    ...content,
  };
}

describe('a movie of a data set', () => {
  it('is stored field by field', () => {
    const missing = Object.keys(movieFields('record')).filter((name) => !movieSchema.path(storedName(name)));
    expect(missing).toEqual([]);
    const document = stored(RECORD);
    for (const name of Object.keys(movieFields('record')) as (keyof MovieRecord &
      keyof typeof MOVIE_FIELDS)[])
      expect(document).toHaveProperty(storedName(name), EXAMPLE_MOVIE[name]);
  });

  it('reaches the card, the details and the snapshot with every field that they claim', () => {
    const document = stored(RECORD);
    const titles = { de: 'Matrix' };
    expect(views.card(document)).toEqual({ ...movieAs('card', EXAMPLE_MOVIE), titles });
    expect(views.details(document)).toEqual({
      ...movieAs('details', EXAMPLE_MOVIE),
      titles,
      directors: [{ id: 'lana-wachowski', name: 'Lana Wachowski' }],
      cast: [
        { id: 'keanu-reeves', name: 'Keanu Reeves' },
        { id: 'carrie-anne-moss', name: 'Carrie-Anne Moss' },
      ],
    });
    expect(views.snapshot(document)).toEqual({ ...movieAs('snapshot', EXAMPLE_MOVIE), revision: 3 });
  });

  it.each([
    [{ language: 'de', originalTitle: 'Das Boot' }, { de: 'Das Boot' }],
    [
      { language: 'de', translatedTitles: { fr: 'Le Bateau' } },
      { de: 'The Boat', fr: 'Le Bateau' },
    ],
    [{ language: 'de', originalTitle: 'Das Boot', translatedTitles: { de: 'Boot' } }, { de: 'Boot' }],
    // Named for who reads German before French.
    [
      { language: 'en', translatedTitles: { de: 'The Boat', fr: 'Le Bateau' } },
      { de: 'The Boat', fr: 'Le Bateau' },
    ],
    [{ language: 'en', translatedTitles: { de: 'The Boat' } }, undefined],
    [{ language: 'en', originalTitle: 'A Boat' }, undefined],
    [{ language: 'German', originalTitle: 'Das Boot' }, undefined],
    [{}, undefined],
  ])('is called, where it is %j, %j in other languages', (given, titles) => {
    const movie = stored({
      id: '1',
      title: 'The Boat',
      genres: [],
      keywords: [],
      cast: [],
      directors: [],
      links: {},
      ...given,
    });
    for (const view of [views.card(movie), views.details(movie), views.snapshot(movie)])
      expect(view.titles).toEqual(titles);
  });

  it('has no mean of ratings before the first one', () => {
    const unrated = { ...stored(RECORD), averageRating: 0, ratingCount: 0 };
    for (const view of [views.card(unrated), views.details(unrated)]) {
      expect(view).not.toHaveProperty('averageRating');
      expect(view.ratingCount).toBe(0);
    }
  });

  it('keeps the hash that version 0.4.0 gave it, so that an upgrade changes no movie', () => {
    const none = { genres: [], keywords: [], cast: [], directors: [] };
    const short = { id: 'ml-1', title: 'A Film', ...none, links: { movielens: '1' } };
    expect(contentHash(movieContent(short))).toBe('cf13b432f6256b426ffa12c1aa6d4f35');
    const long: MovieRecord = {
      id: '603',
      title: 'The Matrix',
      originalTitle: 'Matrix',
      year: 1999,
      overview: 'A hacker wakes.',
      tagline: 'Wake up.',
      genres: ['Action'],
      keywords: ['hacker'],
      cast: [
        { name: 'Carrie-Anne Moss', order: 1 },
        { name: 'Keanu Reeves', order: 0 },
      ],
      directors: ['Lana Wachowski'],
      language: 'en',
      runtime: 136,
      collection: 'The Matrix Collection',
      posterPath: '/p.jpg',
      popularity: 33.1,
      voteAverage: 8.1,
      voteCount: 9079,
      links: { tmdb: '603', imdb: 'tt0133093' },
    };
    expect(contentHash(movieContent(long))).toBe('d82fed5257ba50f3ecb746d76906611b');
  });

  it('has another hash when any of its fields changes', () => {
    const hashes = Object.entries(RECORD)
      .filter(([name]) => name !== 'id')
      .map(([name]) => contentHash(movieContent(changed(RECORD, name as keyof MovieRecord))));
    expect(new Set([contentHash(movieContent(RECORD)), ...hashes]).size).toBe(hashes.length + 1);
  });
});

function changed(record: MovieRecord, name: keyof MovieRecord): MovieRecord {
  const value = record[name];
  const other =
    typeof value === 'string'
      ? `${value}!`
      : typeof value === 'number'
        ? value + 1
        : Array.isArray(value)
          ? []
          : {};
  return { ...record, [name]: other };
}
