import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { AppError } from './protocol/app.error.js';
import { BrowseMovies } from './catalog/catalog.rpc.js';
import { RatingsChanged } from './users/users.events.js';
import { Credentials, RatingsToSave, SaveRatings } from './users/users.rpc.js';
import { accepted, refuseUndeclared, validated } from './protocol/validation.js';

const userId = '66f2c3a17d3e2b0012ab34cd';

function problems(type: new () => object, payload: unknown): Record<string, string> {
  try {
    validated(type, payload);
  } catch (error) {
    return Object.fromEntries((error as AppError).errors!.map(({ path, message }) => [path, message]));
  }
  return {};
}

describe('validated', () => {
  it('gives back an instance of the class, nested ones too', () => {
    const request = validated(SaveRatings, { userId, ratings: [{ movieId: '603', rating: 4.5 }] });
    expect(request).toBeInstanceOf(SaveRatings);
    expect(request.ratings[0]).toEqual({ movieId: '603', rating: 4.5 });
  });

  it('names every wrong row by its path', () => {
    const ratings = [
      { movieId: '603', rating: 4 },
      { movieId: '604', rating: 0.5 },
      { movieId: 'six', rating: 4.3 },
      { movieId: '605', rating: '4' },
    ];
    expect(Object.keys(problems(RatingsToSave, { ratings }))).toEqual([
      'ratings.1.rating',
      'ratings.2.movieId',
      'ratings.2.rating',
      'ratings.3.rating',
    ]);
  });

  it('refuses operator objects where text belongs, with the type named first', () => {
    expect(problems(Credentials, { email: { $gt: '' }, password: { $gt: '' } })).toEqual({
      email: 'email must be an email',
      password: 'password must be a string',
    });
  });

  it('refuses fields nobody declared', () => {
    expect(problems(Credentials, { email: 'a@example.com', password: 'long enough', role: 'admin' })).toEqual(
      {
        role: 'property role should not exist',
      },
    );
  });

  it('refuses a film named twice in one save', () => {
    const ratings = [
      { movieId: '603', rating: 4 },
      { movieId: '603', rating: 5 },
    ];
    expect(problems(RatingsToSave, { ratings })).toEqual({ ratings: 'ratings must name each film once' });
  });

  it.each([
    ['text', 'hello'],
    ['nothing', null],
    ['a list', []],
    ['a number', 7],
  ])('refuses %s', (_, payload) => {
    expect(() => validated(RatingsChanged, payload)).toThrow(AppError);
  });

  it('takes a rating that was taken back, which has no stars', () => {
    const event = { userId, version: 3, changes: [{ movieId: '603', ratedAt: '2026-01-01T00:00:00.000Z' }] };
    expect(validated(RatingsChanged, event).changes[0].rating).toBeUndefined();
  });
});

describe('accepted', () => {
  it('leaves out what a newer sender says besides, nested fields too', () => {
    const sent = { userId, ratings: [{ movieId: '603', rating: 4.5, mood: 'calm' }], device: 'tv' };
    const request = accepted(SaveRatings, sent);
    expect(request).toEqual({ userId, ratings: [{ movieId: '603', rating: 4.5 }] });
    expect(() => validated(SaveRatings, sent)).toThrow('device');
  });

  it('still refuses what is wrong or missing', () => {
    expect(() => accepted(SaveRatings, { userId, ratings: [{ movieId: '603', rating: 9 }] })).toThrow(
      'rating',
    );
    expect(() => accepted(RatingsChanged, { userId })).toThrow('version');
  });
});

describe('refuseUndeclared', () => {
  it('names fields that a request does not declare, in lists too', () => {
    const request = { userId, role: 'admin', ratings: [{ movieId: '603', rating: 4, mood: 'late' }] };
    expect(() => refuseUndeclared(SaveRatings, request)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        errors: [
          { path: 'role', message: 'property role should not exist' },
          { path: 'ratings.0.mood', message: 'property mood should not exist' },
        ],
      }),
    );
  });

  it('knows inherited fields and takes a field without a value, which JSON leaves out', () => {
    const request = { title: undefined, person: 'reeves', genre: ['Action'], role: undefined };
    expect(() => refuseUndeclared(BrowseMovies, request)).not.toThrow();
  });

  it('leaves the values to the receiver', () => {
    expect(() => refuseUndeclared(SaveRatings, { userId: 7, ratings: [null, 'x'] })).not.toThrow();
  });
});
