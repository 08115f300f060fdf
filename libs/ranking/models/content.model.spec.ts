import { describe, expect, it } from '@jest/globals';
import { ContentModel } from './content.model.js';
import { buildFeatures, featureMatrix } from '../data/feature-matrix.js';
import type { Item } from '../data/item.js';
import { userPreferences } from '../data/user-preferences.js';

const items: Item[] = [
  { id: 'a', genres: ['Crime', 'Drama'], people: ['Ann'], plot: Float32Array.of(1, 0, 0) },
  { id: 'b', genres: ['Crime'], people: ['Ann', 'Bob'], plot: Float32Array.of(2, 0.2, 0) },
  { id: 'c', genres: ['Comedy'], people: ['Cid'], plot: Float32Array.of(0, 1, 0) },
  { id: 'd', genres: ['Comedy', 'Drama'], people: ['Bob'], plot: Float32Array.of(0, 1, 0.3) },
  { id: 'e' },
];
const model = new ContentModel(buildFeatures(items));
const likesCrime = userPreferences([
  { item: 0, stars: 5 },
  { item: 2, stars: 1 },
]);

/** Cosine with the mean-free profile, on maps from names to weights. */
function reference(names: string[][], preferences: Map<number, number>): number[] {
  const all = [...new Set(names.flat())];
  const idf = (name: string) =>
    Math.log((names.length + 1) / names.filter((row) => row.includes(name)).length);
  const rows = names.map((row) => {
    const norm = Math.hypot(...row.map(idf)) || 1;
    return all.map((name) => (row.includes(name) ? idf(name) / norm : 0));
  });
  const mean = all.map((_, f) => rows.reduce((sum, row) => sum + row[f], 0) / rows.length);
  const profile = all.map((_, f) =>
    [...preferences].reduce(
      (sum, [item, x]) => sum + (names[item].length ? x * (rows[item][f] - mean[f]) : 0),
      0,
    ),
  );
  const norm = Math.hypot(...profile) || 1;
  return rows.map((row) => row.reduce((sum, value, f) => sum + (value * profile[f]) / norm, 0));
}

describe('content model', () => {
  it.each(['genres', 'people'] as const)('agrees with the definition written out: %s', (kind) => {
    const preferences = new Map([...likesCrime.items].map((item, k) => [item, likesCrime.preferences[k]]));
    const expected = reference(
      items.map((item) => [...(item[kind] ?? [])]),
      preferences,
    );
    model
      .score(model.profile(likesCrime), kind)
      .forEach((score, item) => expect(score).toBeCloseTo(expected[item], 5));
  });

  it('draws towards what was liked and away from what was disliked', () => {
    const [, b, , d] = model.score(model.profile(likesCrime), 'genres');
    expect(b).toBeGreaterThan(0);
    expect(d).toBeLessThan(b);
    const [, likePlot, , unlikePlot, noPlot] = model.scorePlots(model.profile(likesCrime));
    expect(likePlot).toBeGreaterThan(0.5);
    expect(unlikePlot).toBeLessThan(0);
    expect(noPlot).toBe(0);
  });

  it('names the features a score is made of', () => {
    const profile = model.profile(likesCrime);
    const terms = model.terms(profile, 'people', 1);
    expect(terms.map(({ name }) => name).sort()).toEqual(['Ann', 'Bob']);
    expect(terms.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(
      model.score(profile, 'people')[1],
      5,
    );
  });

  it('scores 0 without ratings and for films without features', () => {
    const profile = model.profile(userPreferences([]));
    expect([...model.score(profile, 'genres')]).toEqual([0, 0, 0, 0, 0]);
    expect([...model.scorePlots(profile)]).toEqual([0, 0, 0, 0, 0]);
    expect(model.score(model.profile(likesCrime), 'genres')[4]).toBe(0);
  });

  it('says nothing by a feature that every film has, in whatever stars', () => {
    const english = new ContentModel(buildFeatures(items.map((item) => ({ ...item, language: 'en' }))));
    const ratings = [1, 2.5, 4, 4.5, 5].map((stars, item) => ({ item, stars }));
    const profile = english.profile(userPreferences(ratings));
    expect([...english.score(profile, 'language')]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('features', () => {
  it('weigh rare names more and have length 1', () => {
    const matrix = featureMatrix([['common', 'rare'], ['common'], ['common', 'common'], []]);
    const [common, rare] = matrix.values;
    expect(matrix.names).toEqual(['common', 'rare']);
    expect(rare).toBeGreaterThan(common);
    expect(Math.hypot(common, rare)).toBeCloseTo(1, 6);
    expect([...matrix.offsets]).toEqual([0, 2, 3, 4, 4]);
  });

  it('refuse plot vectors of different lengths, naming the film', () => {
    const bad = [...items, { id: 'short', plot: Float32Array.of(1, 2) }];
    expect(() => buildFeatures(bad)).toThrow(/film "short".*3 finite numbers/);
  });
});
