import { describe, expect, it } from '@jest/globals';
import { KernelMemory } from './kernel.memory.js';
import { inKernelMemory } from './in-memory.js';

describe('a structure in the memory of kernels', () => {
  const structure = {
    bytes: Uint8Array.of(1, 2, 3),
    numbers: Float64Array.of(0.5, -1e300),
    below: { names: ['a', 'b'], none: undefined, short: Int16Array.of(-3) },
    empty: new Float32Array(),
  };

  it('is the same, with all arrays in one memory', () => {
    const placed = inKernelMemory(structure);
    expect(placed).toEqual(structure);
    expect(KernelMemory.of(placed.bytes, placed.numbers, placed.below.short)).toBeDefined();
    expect(KernelMemory.of(structure.numbers)).toBeUndefined();
  });

  it('stays where it is when it is there', () => {
    const placed = inKernelMemory(structure);
    expect(inKernelMemory(placed)).toBe(placed);
  });

  it('without arrays is left as it is', () => {
    const plain = { name: 'a' };
    expect(inKernelMemory(plain)).toBe(plain);
  });

  it('gives no more room than there is', () => {
    const { numbers } = inKernelMemory(structure);
    expect(() => KernelMemory.of(numbers)!.float64(1e9)).toThrow(/no room/);
  });
});
