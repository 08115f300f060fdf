import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { matchesFilter } from './movie.js';

const alien = { genres: ['Horror', 'Science Fiction'], year: 1979, language: 'en' };

describe('matchesFilter', () => {
  it('wants all genres by default, any when asked', () => {
    expect(matchesFilter(alien, { genre: ['horror', 'Drama'] })).toBe(false);
    expect(matchesFilter(alien, { genre: ['horror', 'Drama'], genreMode: 'any' })).toBe(true);
  });

  it('leaves out unwanted genres whatever else fits', () => {
    expect(matchesFilter(alien, { genre: ['Horror'], notGenre: ['science fiction'] })).toBe(false);
  });

  it('includes both ends of the years', () => {
    expect(matchesFilter(alien, { yearFrom: 1979, yearTo: 1979 })).toBe(true);
    expect(matchesFilter(alien, { yearFrom: 1980 })).toBe(false);
  });

  it('includes both ends of the lengths, and keeps films of unknown length out', () => {
    const long = { genres: [], runtime: 117 };
    expect(matchesFilter(long, { runtimeMin: 117, runtimeMax: 117 })).toBe(true);
    expect(matchesFilter(long, { runtimeMax: 116 })).toBe(false);
    expect(matchesFilter(long, { runtimeMin: 118 })).toBe(false);
    expect(matchesFilter(alien, { runtimeMax: 300 })).toBe(false);
  });

  it('keeps films of unknown year out of a range of years', () => {
    expect(matchesFilter({ genres: [] }, { yearTo: 2000 })).toBe(false);
    expect(matchesFilter({ genres: [] }, {})).toBe(true);
  });

  it('keeps films that no service of the region shows out, and those that are not certified there', () => {
    const shown = { genres: [], streaming: { DE: [8, 9], US: [15] }, certifications: { DE: '12' } };
    expect(matchesFilter(shown, { on: { region: 'DE', services: [337, 9] } })).toBe(true);
    expect(matchesFilter(shown, { on: { region: 'US', services: [8, 9] } })).toBe(false);
    expect(matchesFilter(alien, { on: { region: 'DE', services: [8] } })).toBe(false);
    expect(matchesFilter(shown, { certificationMax: ['DE:12'] })).toBe(true);
    expect(matchesFilter(shown, { certificationMax: ['DE:12', 'US:R'] })).toBe(false);
    expect(matchesFilter(alien, { certificationMax: ['DE:18'] })).toBe(false);
  });
});
