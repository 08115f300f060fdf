import { beforeAll, describe, expect, it } from '@jest/globals';
import { alignItems } from '../data/interactions.js';
import { twoGroups } from '../data/two-groups.fixture.js';
import { type UserPreferences, userPreferences } from '../data/user-preferences.js';
import { fitContext } from '../models/scorer.js';
import { fitModels, loadModels, type Models } from './scorers.js';
import { scoreForUser, type UserScores } from './user-scores.js';

const { items, ratings } = twoGroups();
const itemIds = items.map(({ id }) => id);
const at = (id: string) => itemIds.indexOf(id);
const isUnrated = (item: number) => itemIds[item].endsWith('-new');

describe('the scores of somebody who returns', () => {
  let models: Models;
  let user: UserPreferences;
  let returning: UserScores;
  let stranger: UserScores;
  beforeAll(() => {
    models = loadModels(fitModels(fitContext(items, alignItems(ratings, itemIds))));
    // Space long ago, of late nothing but dramas.
    const rated = ['space', 'drama'].flatMap((group, later) =>
      Array.from({ length: 9 }, (_, n) => ({
        item: at(`${group}-${n}`),
        stars: 5 - (n % 2),
        time: 1e6 + later * 1e4 + n,
      })),
    );
    user = userPreferences(rated);
    returning = scoreForUser(models, user, 0);
    stranger = scoreForUser(models, user);
  });

  it('follow what they rated last', () => {
    const lead = ({ sources }: UserScores) =>
      sources.ials.scores[at('drama-15')] - sources.ials.scores[at('space-15')];
    expect(lead(returning)).toBeGreaterThan(lead(stranger) + 0.05);
  });

  it('follow all that they rated where nobody has rated a film', () => {
    for (const source of ['genres', 'people', 'plot'] as const)
      for (const item of itemIds.keys())
        if (isUnrated(item))
          expect(returning.sources[source].scores[item]).toBe(stranger.sources[source].scores[item]);
    expect(returning.sources.genres.scores[at('space-15')]).not.toBe(
      stranger.sources.genres.scores[at('space-15')],
    );
    expect(returning.profileOf(at('space-new'))).toEqual(stranger.profileOf(at('space-new')));
    expect(returning.profileOf(at('space-15'))).not.toEqual(stranger.profileOf(at('space-15')));
  });

  it('let nobody’s films neither fill a list nor vanish from it: all ratings say more than the latest', () => {
    const [news, rated] = [isUnrated, (item: number) => !isUnrated(item)].map((wanted) =>
      [...itemIds.keys()].filter(wanted),
    );
    const spreadOf = ({ sources }: UserScores, of: number[]) => {
      const values = of.map((item) => sources.ials.scores[item]);
      const mean = values.reduce((a, b) => a + b) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    };
    expect(spreadOf(returning, rated)).not.toBeCloseTo(spreadOf(stranger, rated), 2);
    expect(spreadOf(returning, news) / spreadOf(returning, rated)).toBeCloseTo(
      spreadOf(stranger, news) / spreadOf(stranger, rated),
      3,
    );
  });

  it('are the sums of their terms, of films that nobody has rated too', () => {
    const { terms } = returning.terms.find(({ source }) => source === 'ials')!;
    const wanted = [...itemIds.keys()].filter((item) => !user.items.includes(item));
    const positions = [...user.items.keys()];
    const found = terms(wanted, positions);
    wanted.forEach((item, row) => {
      const own = found.subarray(row * positions.length, (row + 1) * positions.length);
      expect(own.reduce((sum, term) => sum + term, 0)).toBeCloseTo(returning.sources.ials.scores[item], 4);
    });
  });
});
