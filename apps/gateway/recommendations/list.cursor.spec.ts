import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '#contracts/protocol/app.error.js';
import { encodeCursor } from '#contracts/protocol/cursor.js';
import { LIST_LENGTH } from '#contracts/recommender/recommendation.js';
import { kindOf } from '#lists/list.wish.js';
import { decodeListCursor, encodeListCursor } from './list.cursor.js';

const word = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'abcXYZ019-_'), minLength: length, maxLength: length });
const kind = fc.constantFrom(kindOf({}), kindOf({ diversity: 0.5 }), kindOf({ filter: { genre: ['War'] } }));
const position = fc.integer({ min: 1, max: LIST_LENGTH - 1 });

describe('a cursor of a list', () => {
  it('comes back as it was, and is short enough to be accepted', () => {
    fc.assert(
      fc.property(kind, word(16), position, (of, listId, from) => {
        const cursor = encodeListCursor(of, listId, from);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]{1,100}$/);
        expect(decodeListCursor(cursor, of)).toEqual({ listId, from });
      }),
    );
  });

  it('of before goes on in the list that stands', () => {
    expect(decodeListCursor(encodeCursor([20]), 'personal')).toEqual({ from: 20 });
  });

  it('is refused by a list of another kind', () => {
    fc.assert(
      fc.property(kind, kind, word(16), position, (one, other, listId, from) => {
        fc.pre(one !== other);
        expect(() => decodeListCursor(encodeListCursor(one, listId, from), other)).toThrow(AppError);
      }),
    );
  });

  it('made up of anything is refused as invalid, or names a list and a position within it', () => {
    const number = fc.oneof(fc.integer({ min: -5, max: 10_000 }), fc.double(), fc.constantFrom(0, 500, 1e21));
    const parts = fc.oneof(
      fc.tuple(number),
      fc.tuple(fc.oneof(kind, fc.string()), fc.oneof(word(16), fc.string()), number),
      fc.array(fc.jsonValue()),
    );
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
      fc.string({ unit: 'binary' }),
      parts.map((json) => Buffer.from(JSON.stringify(json)).toString('base64url')),
    );
    fc.assert(
      fc.property(anything, kind, (cursor, of) => {
        try {
          const { from, listId = 'x'.repeat(16) } = decodeListCursor(cursor, of);
          expect(Number.isInteger(from) && from > 0 && from < LIST_LENGTH).toBe(true);
          expect(listId).toMatch(/^[\w-]{16}$/);
        } catch (error) {
          expect(error).toMatchObject({ code: 'validation_failed', errors: [{ path: 'cursor' }] });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
