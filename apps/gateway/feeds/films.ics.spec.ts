import { describe, expect, it } from '@jest/globals';
import type { RecommendationPage } from '../http/responses.js';
import { filmsIcs } from './films.ics.js';

const head = { title: 'New films for you', description: 'With reasons', origin: 'http://films.example' };
const now = new Date('2026-11-27T12:00:00Z');
const film = (id: string, releaseDate?: string, title = `film ${id}`) => ({
  movie: { id, title, year: 2026, releaseDate, genres: [] },
  predictedRating: 4.25,
  reasons: [{ text: 'Because you liked A, B; and C' }],
});
const calendar = (...items: object[]) =>
  filmsIcs(head, { generatedAt: '2026-11-27T10:00:00.000Z', items } as unknown as RecommendationPage, now);
/** Its lines, with those that were folded put together. */
const lines = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');

describe('films as a calendar', () => {
  it('are whole days, each with its film, its reasons and a name that stays', () => {
    expect(lines(calendar(film('603', '2026-12-24')))).toEqual(
      expect.arrayContaining([
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'UID:film-603@movie-recommender',
        'DTSTAMP:20261127T100000Z',
        'DTSTART;VALUE=DATE:20261224',
        'SUMMARY:film 603',
        'DESCRIPTION:4.3 ★\\nBecause you liked A\\, B\\; and C',
        'URL;VALUE=URI:http://films.example/movies/603',
        'END:VCALENDAR',
      ]),
    );
  });

  it('are those of a month before and half a year ahead, whose day is known', () => {
    const all = calendar(
      film('1', '2026-10-01'),
      film('2', '2026-11-01'),
      film('3', '2027-05-01'),
      film('4', '2027-07-01'),
      film('5'),
    );
    expect(all.match(/UID:film-\d/g)).toEqual(['UID:film-2', 'UID:film-3']);
  });

  it('are well-formed, whatever a title holds', () => {
    const title = `A; B, C \\ D\r\nEND:VEVENT\r\nBEGIN:VALARM\u0000 ${'ä🎬'.repeat(60)}`;
    const text = calendar(film('603', '2026-12-24', title));
    expect(lines(text).filter((line) => /^(BEGIN|END):/.test(line))).toEqual([
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'END:VEVENT',
      'END:VCALENDAR',
    ]);
    expect(text).not.toContain('\u0000');
    expect(text).not.toMatch(/[^\r]\n/);
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line.isWellFormed()).toBe(true);
    }
  });

  it('are the same text for the same list', () => {
    expect(calendar(film('603', '2026-12-24'))).toBe(calendar(film('603', '2026-12-24')));
  });
});
