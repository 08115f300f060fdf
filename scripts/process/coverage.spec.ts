import { describe, expect, it } from '@jest/globals';
import { coverageByArea } from './coverage.js';

const file = (total: number, covered: number) => ({ statements: { total, covered } });

describe('coverageByArea', () => {
  it('sums the statements of an area’s files, whatever their sizes', () => {
    const summary = {
      total: file(1000, 1),
      '/here/scripts/process/a.ts': file(10, 10),
      '/here/libs/ranking/math/b.ts': file(300, 300),
      '/here/libs/ranking/data/c.ts': file(100, 0),
      '/here/scripts/stores/d.ts': file(10, 0),
    };
    expect(coverageByArea(summary, '/here')).toEqual(['   75 %  libs/ranking', '   50 %  scripts']);
  });
});
