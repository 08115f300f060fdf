import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { twoGroups } from '../data/two-groups.fixture.js';
import { parseWeights } from '../scores/blend.js';
import { Ranker } from './ranker.js';
import type { UserRating } from './recommendation.js';

const weights = parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8')));
const ranker = Ranker.fit(twoGroups(), { weights });
const rate = (of: Record<string, number>): UserRating[] =>
  Object.entries(of).map(([item, stars]) => ({ item, stars, ratedAt: 2_000_000 }));

const ratings = rate({ 'space-2': 5, 'space-5': 4, 'space-7': 5, 'drama-1': 1, 'drama-3': 1.5 });
const against = (item: string, of = ratings) => ranker.explain(item, { ratings: of })!.against;
const kinds = (item: string) => against(item).map(({ kind }) => kind);

describe('a film explained', () => {
  it('has the very score, parts and stars that it has in the list', () => {
    const list = ranker.recommend({ ratings, limit: 100 });
    expect(list.length).toBeGreaterThan(30);
    for (const { item, score, predictedRating, contributions } of list)
      expect(ranker.explain(item, { ratings })).toMatchObject({ score, predictedRating, contributions });
  });

  it('is judged by the rest of what somebody rated when they rated it', () => {
    const others = ratings.filter(({ item }) => item !== 'drama-1');
    const [listed] = ranker.recommend({ ratings: others, limit: 1, filter: (item) => item === 'drama-1' });
    const { score, predictedRating } = ranker.explain('drama-1', { ratings })!;
    expect({ score, predictedRating }).toEqual({
      score: listed.score,
      predictedRating: listed.predictedRating,
    });
  });

  it('is nothing when nobody knows it', () => {
    expect(ranker.explain('nowhere', { ratings })).toBeUndefined();
  });
});

describe('what speaks against a film', () => {
  it('names the film, the genre and the director that somebody gave few stars', () => {
    const found = against('drama-5');
    const disliked = found.filter(({ kind }) => kind === 'disliked-film');
    expect(disliked).toContainEqual(expect.objectContaining({ item: 'drama-1', stars: 1 }));
    expect(found).toContainEqual(
      expect.objectContaining({ kind: 'genre', name: 'Drama', rated: 2, meanStars: 1.25 }),
    );
    expect(found).toContainEqual(
      expect.objectContaining({ kind: 'person', name: 'drama director 1', rated: 2 }),
    );
  });

  it('says that people of the same taste rated it low', () => {
    const low = against('drama-5').find(({ kind }) => kind === 'similar-users');
    expect(low).toBeDefined();
    expect(low).toMatchObject({ raters: expect.any(Number), meanStars: expect.any(Number) });
    expect((low as { meanStars: number }).meanStars).toBeLessThan(2.5);
  });

  it('says of a film nobody has rated that people of the same taste have not', () => {
    expect(kinds('drama-new')).toContain('unseen-by-similar');
    expect(kinds('drama-new')).not.toContain('similar-users');
  });

  it('is never what somebody likes', () => {
    for (const found of against('space-9')) {
      if ('item' in found) expect(found.item).toMatch(/^drama/);
      if ('name' in found) expect(found.name).not.toMatch(/Science Fiction|Adventure|space/);
    }
  });

  it('drags the score: in order of how much, and nothing that hardly does', () => {
    for (const item of ['drama-0', 'drama-19', 'space-9', 'space-new', 'drama-new']) {
      const strengths = against(item).map(({ strength }) => strength);
      expect(strengths.every((strength) => strength >= 0.002)).toBe(true);
      expect(strengths).toEqual(strengths.toSorted((a, b) => b - a));
    }
  });

  it('is not that few know it, for somebody who wants what few know', () => {
    const rare = (known: number) =>
      ranker
        .explain('space-new', { ratings: [], known })!
        .against.some(({ kind }) => kind === 'little-known');
    expect([rare(0), rare(-1)]).toEqual([true, false]);
  });
});
