import { describe, expect, it } from '@jest/globals';
import { encoded, fittingPage, MAX_MESSAGE_BYTES } from './message.size.js';

describe('a page', () => {
  const rows = ['aaa', 'bbb', 'é', 'ccc'];

  it('holds the rows that fit, counted as they are sent', () => {
    expect(fittingPage(rows, 14)).toEqual(['aaa', 'bbb', 'é']);
    expect(fittingPage(rows, 13)).toEqual(['aaa', 'bbb']);
    expect(fittingPage(rows, 1000)).toEqual(rows);
  });

  it('holds one row whatever its size, so that it is no end', () => {
    expect(fittingPage(rows, 1)).toEqual(['aaa']);
    expect(fittingPage([], 1)).toEqual([]);
  });
});

describe('a message', () => {
  it('of up to 12 MiB is sent, and a larger one is an error that says so', () => {
    const filling = 'x'.repeat(MAX_MESSAGE_BYTES - '{"a":""}'.length);
    expect(encoded('It', { a: filling }, 'internal_error')).toHaveLength(MAX_MESSAGE_BYTES);
    expect(() => encoded('It', { a: `${filling}x` }, 'payload_too_large')).toThrow(
      'It has 13 MiB; 12 is the limit.',
    );
  });
});
