import { describe, expect, it } from '@jest/globals';
import { isDeeper } from './request.bounds.js';

const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;

describe('the depth of a body', () => {
  it('counts the levels of lists and objects', () => {
    expect([nested(20), nested(21)].map((body) => isDeeper(body, 20))).toEqual([false, true]);
    expect(isDeeper({ ratings: [{ movieId: '603' }] }, 3)).toBe(false);
    expect(isDeeper({ ratings: [{ movieId: '603' }] }, 2)).toBe(true);
  });

  it('is none of a value alone or of no body', () => {
    for (const body of [undefined, null, 'text', 1]) expect(isDeeper(body, 0)).toBe(false);
  });

  it('is found in any of many branches, however deep they are', () => {
    expect(isDeeper([1, {}, nested(100_000)], 20)).toBe(true);
  });
});
