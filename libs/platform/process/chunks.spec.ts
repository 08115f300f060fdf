import { describe, expect, it } from '@jest/globals';
import { chunksOf } from './chunks.js';

describe('chunks', () => {
  it('hold every item once, in order, and only the last may be short', () => {
    expect([...chunksOf([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
    expect([...chunksOf([1, 2], 2)]).toEqual([[1, 2]]);
    expect([...chunksOf([], 2)]).toEqual([]);
  });
});
