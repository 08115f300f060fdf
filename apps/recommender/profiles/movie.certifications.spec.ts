import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { areWithin, certificationsOf, CERTIFYING_COUNTRIES } from '#contracts/protocol/certification.js';
import { MovieCertifications } from './movie.certifications.js';

describe('certifications in memory', () => {
  it('let through what the certifications themselves do', () => {
    const certifications = new MovieCertifications();
    const movies: Record<string, Record<string, string> | undefined> = {
      none: undefined,
      unrated: { US: 'NR' },
    };
    for (const country of CERTIFYING_COUNTRIES)
      for (const name of certificationsOf(country))
        movies[`${country}:${name}`] = { [country]: name, US: 'R' };
    for (const [id, of] of Object.entries(movies)) certifications.set(id, of);
    for (const limits of [['DE:12'], ['US:R'], ['GB:U', 'US:R'], ['FI:K-16'], ['DE:13']]) {
      const within = certifications.within(limits);
      for (const [id, of] of Object.entries(movies))
        expect([id, within(id)]).toEqual([id, areWithin(of, limits)]);
    }
  });

  it('are those that a movie has now, and none of one that is gone', () => {
    const certifications = new MovieCertifications();
    certifications.set('1', { DE: '6' });
    const within = certifications.within(['DE:12']);
    expect(within('1')).toBe(true);
    certifications.set('1', { DE: '16' });
    expect(within('1')).toBe(false);
    certifications.set('1', { DE: '0' });
    certifications.delete('1');
    expect(within('1')).toBe(false);
  });
});
