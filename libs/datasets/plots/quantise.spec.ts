import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BLOCK, quantise } from './quantise.js';

describe('numbers of eight bits', () => {
  it('are within half a scale of the real ones, whatever stands in the blocks beside', () => {
    const block = fc
      .tuple(
        fc.constantFrom(1e-6, 1, 1e6),
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: BLOCK, maxLength: BLOCK }),
      )
      .map(([size, values]) => values.map((value) => value * size));
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
        const values = blocks.flat();
        const { numbers, scales } = quantise(values);
        for (const [at, value] of values.entries()) {
          const scale = scales[Math.floor(at / BLOCK)];
          expect(Math.abs((numbers[at] - 128) * scale - value)).toBeLessThanOrEqual(scale * 0.501);
        }
      }),
    );
  });

  it('are the middle where there is nothing', () => {
    const { numbers, scales } = quantise(new Float32Array(BLOCK));
    expect([new Set(numbers), scales[0]]).toEqual([new Set([128]), 1]);
  });
});
