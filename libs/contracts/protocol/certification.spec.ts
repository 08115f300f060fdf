import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import {
  areWithin,
  certificationsOf,
  certificationsWithin,
  CERTIFYING_COUNTRIES,
  limitOf,
} from './certification.js';

describe('a limit of certifications', () => {
  it('names a country and one of its certifications, and nothing else', () => {
    expect(limitOf('DE:12')).toEqual({ country: 'DE', age: 12 });
    expect(limitOf('US:PG-13')).toEqual({ country: 'US', age: 13 });
    for (const none of [
      '12',
      'DE',
      'DE:',
      'DE:13',
      'US:NR',
      'XX:12',
      'de:12',
      'DE:constructor',
      'constructor:name',
    ])
      expect(limitOf(none)).toBeUndefined();
  });

  it('lets through what that country certified up to it, in any of its words', () => {
    expect(certificationsWithin(limitOf('US:PG-13')!)).toEqual(['G', 'PG', 'PG-13']);
    expect(certificationsWithin(limitOf('GB:12A')!)).toEqual(
      expect.arrayContaining(['U', 'PG', '12A', '12']),
    );
    expect(areWithin({ US: 'R', DE: '12' }, ['DE:12'])).toBe(true);
    expect(areWithin({ US: 'R', DE: '12' }, ['US:PG'])).toBe(false);
    expect(areWithin({ US: 'R', DE: '16' }, ['DE:12'])).toBe(false);
  });

  it('lets nothing through that its country has not certified, whatever others say', () => {
    expect(areWithin({ US: 'G' }, ['DE:18'])).toBe(false);
    expect(areWithin({ US: 'NR' }, ['US:NC-17'])).toBe(false);
    expect(areWithin({}, ['DE:18'])).toBe(false);
    expect(areWithin(undefined, ['DE:18'])).toBe(false);
  });

  it('holds together with another, and lets nothing through when nobody can read it', () => {
    expect(areWithin({ US: 'PG', DE: '12' }, ['DE:12', 'US:PG'])).toBe(true);
    expect(areWithin({ US: 'R', DE: '12' }, ['DE:12', 'US:PG'])).toBe(false);
    expect(areWithin({ DE: '0' }, ['DE:13'])).toBe(false);
    expect(areWithin(undefined, [])).toBe(true);
  });

  it('can be chosen from each country’s own, the mildest first and each age once', () => {
    expect(certificationsOf('DE')).toEqual(['0', '6', '12', '16', '18']);
    expect(certificationsOf('US')).toEqual(['G', 'PG', 'PG-13', 'R', 'NC-17']);
    expect(certificationsOf('XX')).toEqual([]);
    for (const country of CERTIFYING_COUNTRIES) {
      const ages = certificationsOf(country).map((name) => limitOf(`${country}:${name}`)!.age);
      expect(ages).toEqual([...new Set(ages)].sort((a, b) => a - b));
      expect(ages.length).toBeGreaterThan(2);
    }
  });
});
