import { describe, expect, it } from '@jest/globals';
import { AppError } from './app.error.js';
import { decodeCursor, encodeCursor } from './cursor.js';

describe('a cursor', () => {
  it('comes back as it was', () => {
    expect(decodeCursor(encodeCursor(['2026-01-01', 42]), ['string', 'number'])).toEqual(['2026-01-01', 42]);
  });

  it.each([
    ['made up', 'hello'],
    ['with an object in it', Buffer.from('[{"$gt":""}]').toString('base64url')],
    ['of another list', encodeCursor([1, 2])],
  ])('is refused when %s', (_, cursor) => {
    expect(() => decodeCursor(cursor, ['string'])).toThrow(AppError);
  });
});
