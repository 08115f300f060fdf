import { describe, expect, it } from '@jest/globals';
import { slowestTests } from './slowest-tests.js';

describe('slowestTests', () => {
  it('lists files and tests apart, the slowest first, as many as asked for', () => {
    const times = [
      { file: 'a.spec.ts', seconds: 1.25 },
      { file: 'a.spec.ts', test: 'sorts', seconds: 0.25 },
      { file: 'b.spec.ts', seconds: 120 },
      { file: 'b.spec.ts', test: 'waits', seconds: 100 },
      { file: 'b.spec.ts', test: 'ends', seconds: 20 },
      { file: 'c.spec.ts', seconds: 0.5 },
    ];
    expect(slowestTests(times, 2)).toEqual([
      'Slowest test files:',
      '  120.0 s  b.spec.ts',
      '    1.3 s  a.spec.ts',
      'Slowest tests:',
      '  100.0 s  waits (b.spec.ts)',
      '   20.0 s  ends (b.spec.ts)',
    ]);
  });
});
