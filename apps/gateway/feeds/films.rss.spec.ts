import { describe, expect, it } from '@jest/globals';
import type { RecommendationPage } from '../http/responses.js';
import { filmsRss } from './films.rss.js';

const head = { title: 'Films', description: 'For you', language: 'en', origin: 'http://films.example' };
const page = (title: string) =>
  ({
    generatedAt: '2026-11-27T10:00:00.000Z',
    items: [
      { movie: { id: '603', title, genres: ['Drama'] }, predictedRating: 4.25, reasons: [{ text: '<b>' }] },
    ],
  }) as unknown as RecommendationPage;

describe('films as RSS', () => {
  it('are well-formed, whatever a title holds', () => {
    const text = filmsRss(head, page('A & B <i> ]]> \u0000\ud800'));
    expect(text).toContain('<link>http://films.example/movies/603</link>');
    expect(text).not.toContain('\u0000');
    expect(text.replace(/<!\[CDATA\[.*?\]\]>/gs, '')).not.toMatch(/<b>|<i>|]]>/);
  });

  it('say when the list was made, and of which kind a film is', () => {
    const text = filmsRss(head, page('The Matrix'));
    expect(text).toContain('<pubDate>Fri, 27 Nov 2026 10:00:00 GMT</pubDate>');
    expect(text).toContain('<category>Drama</category>');
  });
});
