import { describe, expect, it } from '@jest/globals';
import { buildFeatures } from '../data/feature-matrix.js';
import { alignItems, type Interactions, InteractionsBuilder } from '../data/interactions.js';
import type { Item } from '../data/item.js';
import { ContentModel } from '../models/content.model.js';
import { fitPopularity, PopularityModel } from '../models/popularity.model.js';
import { fitUserKnn, UserKnnModel } from '../models/user-knn.model.js';
import { similarItems } from './similar-items.js';

const items: Item[] = [
  ...Array.from({ length: 20 }, (_, n) => ({
    id: `horror-${n}`,
    genres: ['Horror'],
    language: n < 3 ? 'it' : 'en',
    keywords: [`witch ${n % 4}`],
    people: n < 2 ? ['Dario Argento'] : [`somebody ${n}`],
  })),
  ...Array.from({ length: 20 }, (_, n) => ({
    id: `drama-${n}`,
    genres: ['Drama'],
    language: 'en',
    people: [`other ${n}`],
  })),
];
const ids = items.map(({ id }) => id);

function like(id: string, ratings: Interactions, limit = 8) {
  const aligned = alignItems(ratings, ids);
  const models = {
    content: new ContentModel(buildFeatures(items)),
    userKnn: new UserKnnModel(fitUserKnn(aligned)),
    popularity: new PopularityModel(fitPopularity(aligned)),
  };
  return similarItems(models, ids.indexOf(id), limit).map(({ item, ...found }) => ({
    id: ids[item],
    ...found,
  }));
}

/** Everybody likes the first dramas, and a third the first horror films as well. */
function crowd(): InteractionsBuilder {
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 60; user++) {
    for (let n = 0; n < 6; n++) builder.add(`u${user}`, `drama-${n}`, 5, 0);
    if (user % 3 === 0) for (let n = 4; n < 10; n++) builder.add(`u${user}`, `horror-${n}`, 4, 0);
  }
  return builder;
}

describe('films like this', () => {
  it('are not the famous ones, which stand beside everything', () => {
    const found = like('horror-4', crowd().build());
    expect(found.map(({ id }) => id).filter((id) => id.startsWith('drama'))).toEqual([]);
    expect(found.slice(0, 5).every(({ id }) => Number(id.split('-')[1]) >= 5)).toBe(true);
    expect(found[0].reasons.map(({ kind }) => kind)).toContain('liked-together');
    for (const { score } of found) expect(score).toBeGreaterThan(0);
  });

  it('are found by what they are where few have rated', () => {
    const [first, ...others] = like('horror-0', crowd().build());
    expect(first.id).toBe('horror-1');
    expect(first.reasons[0]).toMatchObject({ kind: 'person', name: 'Dario Argento' });
    expect(others.every(({ id }) => id.startsWith('horror'))).toBe(true);
  });

  it('are the same whatever one person, or four, like beside it', () => {
    const before = like('horror-0', crowd().build());
    for (const accounts of [1, 4]) {
      const ratings = crowd();
      for (let account = 0; account < accounts; account++)
        for (const film of ['horror-0', ...Array.from({ length: 9 }, (_, n) => `drama-${n + 8}`)])
          ratings.add(`newcomer-${account}`, film, 5, 0);
      const after = like('horror-0', ratings.build());
      expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
      expect(after.flatMap(({ reasons }) => reasons.filter(({ kind }) => kind === 'liked-together'))).toEqual(
        [],
      );
    }
  });
});
