import { describe, expect, it } from '@jest/globals';
import { detailsFor, textIn, titledFor } from './film.titles.js';
import { readerOf } from './language.js';

const TITLES = { de: 'Der späte Hafen', fr: 'Le Port tardif', 'pt-BR': 'O Porto' };
const FILM = { id: '1', title: 'The Late Harbour', genres: [], titles: TITLES };
const titleFor = (acceptLanguage?: string) => textIn(TITLES, readerOf(acceptLanguage).films);

describe('the title of a film', () => {
  it.each([
    ['de', 'Der späte Hafen'],
    ['de-AT, en;q=0.5', 'Der späte Hafen'],
    ['gsw, de-CH;q=0.9, fr;q=0.8, en;q=0.7', 'Der späte Hafen'],
    ['fr;q=0.5, DE;q=0.9', 'Der späte Hafen'],
    ['it, fr;q=0.5', 'Le Port tardif'],
    ['pt-BR', 'O Porto'],
    ['pt-PT', 'O Porto'],
    ['pt', 'O Porto'],
  ])('is, for who reads %s, %s', (acceptLanguage, title) => {
    expect(titleFor(acceptLanguage)).toBe(title);
  });

  it.each([
    [undefined],
    ['en'],
    ['en-GB, de;q=0.9'],
    ['*'],
    ['it'],
    ['d'],
    ['nonsense; q=x'],
    ['constructor'],
  ])('is the English one for who reads %s', (acceptLanguage) => {
    expect(titleFor(acceptLanguage)).toBeUndefined();
  });

  it('is the only one that is shown', () => {
    const shown = { id: '1', title: 'Der späte Hafen', genres: [] };
    expect(titledFor(FILM, ['de'])).toEqual(shown);
    expect(Object.keys(titledFor(FILM, ['de']))).toEqual(Object.keys(shown));
    expect(titledFor(FILM, [])).toEqual({ ...shown, title: 'The Late Harbour' });
  });

  it('goes with the plot and the series of its page, each as far as it is translated', () => {
    const film = {
      ...FILM,
      keywords: [],
      directors: [],
      cast: [],
      plot: 'A harbour.',
      translatedPlots: { 'pt-BR': 'Um porto.' },
      series: { name: 'Harbours', parts: [FILM, { id: '2', title: 'The Early Harbour', genres: [] }] },
    };
    expect(detailsFor(film, ['pt-pt'])).toMatchObject({
      title: 'O Porto',
      plot: 'Um porto.',
      series: { parts: [{ title: 'O Porto' }, { title: 'The Early Harbour' }] },
    });
    expect(detailsFor(film, ['de'])).toMatchObject({ title: 'Der späte Hafen', plot: 'A harbour.' });
    expect(JSON.stringify(detailsFor(film, ['de']))).not.toContain('titles');
  });
});
