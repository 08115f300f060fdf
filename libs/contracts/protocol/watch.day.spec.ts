import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { validated } from './validation.js';
import { isWatchDay, IsWatchDay } from './watch.day.js';

class Watched {
  @IsWatchDay() seenAt!: string;
}

const NOW = Date.UTC(2026, 10, 20, 12);

describe('a day on which a film was watched', () => {
  it.each(['1895-12-28', '2024-02-29', '2026-11-20', '2026-11-21'])('may be %s', (day) => {
    expect(isWatchDay(day, NOW)).toBe(true);
  });

  it.each([
    ['before films were shown', '1895-12-27'],
    ['in the future', '2026-11-22'],
    ['on no calendar', '2026-02-30'],
    ['not written as a day', '20.11.2026'],
    ['empty', ''],
    ['a number', 20261120],
    ['none', null],
  ])('is not one %s', (_, day) => {
    expect(isWatchDay(day, NOW)).toBe(false);
  });

  it('is where somebody is tomorrow, for fourteen hours at most', () => {
    expect(isWatchDay('2026-11-21', Date.UTC(2026, 10, 20, 10))).toBe(true);
    expect(isWatchDay('2026-11-21', Date.UTC(2026, 10, 20, 9))).toBe(false);
  });

  it('is the one that a moment names', () => {
    const seenAt = (given: string) => validated(Watched, { seenAt: given }).seenAt;
    expect(seenAt('2025-11-20T23:30:00-05:00')).toBe('2025-11-20');
    expect(seenAt('2025-11-20')).toBe('2025-11-20');
    expect(() => seenAt('2095-11-20T23:30:00Z')).toThrow(/from 1895-12-28 to today/);
  });
});
