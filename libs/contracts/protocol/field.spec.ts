import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { describedClass } from './field.js';
import { validated } from './validation.js';

class Rated extends describedClass({
  certifications: { type: 'textByCountry', optional: true, in: [], example: { US: 'PG-13' } },
}) {}

describe('texts by country', () => {
  it('are one text for each country, or none at all', () => {
    for (const rated of [{ certifications: { US: 'PG-13', DE: '12' } }, { certifications: {} }, {}])
      expect(validated(Rated, rated)).toEqual(rated);
  });

  it.each([[{ usa: 'R' }], [{ US: 13 }], [{ US: '' }], [{ $gt: '' }], [['US']], ['US']])(
    'are not %j',
    (certifications) => {
      expect(() => validated(Rated, { certifications })).toThrow('texts by country code');
    },
  );
});
