import { describe, expect, it } from '@jest/globals';
import { everyonesRating } from './everyones-rating';

describe('what everybody gives a movie', () => {
  it('is a mean of so many ratings', () => {
    expect(everyonesRating({ ratingCount: 1259, averageRating: 4.18 })).toEqual({
      mean: 4.18,
      words: '1,259 ratings',
    });
  });

  it('is no number while few have rated it', () => {
    expect(everyonesRating({ ratingCount: 4 })).toEqual({ words: 'Few people have rated it here.' });
    expect(everyonesRating({ ratingCount: 0 })).toEqual({ words: 'Nobody has rated it yet.' });
    expect(everyonesRating({})).toEqual({ words: 'Nobody has rated it yet.' });
  });
});
