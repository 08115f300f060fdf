import { describe, expect, it } from '@jest/globals';
import { ART_KINDS, designOf } from './poster.art';

const GENRES = [
  'Action',
  'Adventure',
  'Animation',
  'Comedy',
  'Crime',
  'Documentary',
  'Drama',
  'Family',
  'Fantasy',
  'History',
  'Horror',
  'Music',
  'Mystery',
  'Romance',
  'Science Fiction',
  'Thriller',
  'War',
  'Western',
  'Something else',
];

const movies = GENRES.flatMap((genre) =>
  Array.from({ length: 60 }, (_, n) => ({ id: String(n), title: `${genre} ${n}`, genres: [genre] })),
);

/** WCAG 2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const contrast = (a: string, b: string) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

describe('a drawn poster', () => {
  it('is the same for the same film', () => {
    expect(designOf(movies[7])).toEqual(designOf({ ...movies[7] }));
  });

  it('reads well in every colour', () => {
    const faint = movies.map(designOf).filter(({ ground, ink }) => contrast(ground, ink) < 4.5);
    expect([...new Set(faint.map(({ genre, ground, ink }) => `${genre} ${ground} ${ink}`))]).toEqual([]);
  });

  it('uses every picture, and looks different from its neighbours', () => {
    const designs = movies.map(designOf);
    expect(new Set(designs.map(({ art }) => art)).size).toBe(ART_KINDS);
    expect(new Set(designs.slice(0, 60).map(({ art, ground }) => `${art} ${ground}`)).size).toBeGreaterThan(
      15,
    );
  });
});
