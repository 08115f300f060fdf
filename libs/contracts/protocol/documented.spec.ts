import { describe, expect, it } from '@jest/globals';
import { ApiProperty, ApiPropertyOptional, documentWith } from './documented.js';

describe('what contracts say of their fields', () => {
  const said: unknown[] = [];

  class Film {
    @ApiProperty({ example: '603' })
    id!: string;
  }

  class SeenFilm extends Film {
    @ApiPropertyOptional({ format: 'date' })
    seenAt?: string;
  }

  it('waits, in the order of its classes, for what documents it', () => {
    documentWith((options) => (target, field) => said.push([target.constructor, field, options]));
    expect(said).toEqual([
      [Film, 'id', { example: '603' }],
      [SeenFilm, 'seenAt', { format: 'date', required: false }],
    ]);
  });

  it('is documented at once afterwards', () => {
    class RatedFilm extends SeenFilm {
      @ApiProperty()
      stars!: number;
    }
    expect(said.at(-1)).toEqual([RatedFilm, 'stars', {}]);
    expect(said).toHaveLength(3);
  });
});
