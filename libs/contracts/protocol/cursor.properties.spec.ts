import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from './app.error.js';
import { decodeCursor, encodeCursor } from './cursor.js';

type Type = 'string' | 'number';

// JSON knows no -0, and no comparison tells it from 0.
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const part = fc.oneof(fc.string({ unit: 'binary' }), number);
const typesOf = (position: readonly unknown[]) => position.map((value) => typeof value as Type);

/** Whatever decoding makes of a cursor: its parts, or the refusal. */
function decoded(cursor: string, types: Type[]): unknown[] | AppError {
  try {
    return decodeCursor(cursor, types);
  } catch (error) {
    return error as AppError;
  }
}

const refusal = expect.objectContaining({
  code: 'validation_failed',
  errors: [expect.objectContaining({ path: 'cursor' })],
});

describe('every cursor', () => {
  it('comes back as it was, and can stand in an address as it is', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (position) => {
        const cursor = encodeCursor(position);
        expect(cursor).toMatch(/^[\w-]*$/);
        expect(decodeCursor(cursor, typesOf(position))).toEqual(position);
      }),
    );
  });

  it('is refused where another number or other kinds of parts are expected', () => {
    const types = fc.array(fc.constantFrom<Type>('string', 'number'), { maxLength: 6 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), types, (position, expected) => {
        fc.pre(JSON.stringify(typesOf(position)) !== JSON.stringify(expected));
        expect(decoded(encodeCursor(position), expected)).toEqual(refusal);
      }),
    );
  });

  it('that is forged is refused, or has nothing but strings and numbers where they are expected', () => {
    const forged = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc
        .array(
          fc.oneof(
            part,
            fc.json().map((json) => JSON.parse(json) as unknown),
          ),
        )
        .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
    );
    const types = fc.array(fc.constantFrom<Type>('string', 'number'), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(forged, types, (cursor, expected) => {
        const answer = decoded(cursor, expected);
        if (answer instanceof AppError) expect(answer).toEqual(refusal);
        else expect(typesOf(answer)).toEqual(expected);
      }),
    );
  });
});
