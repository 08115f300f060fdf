import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { alignItems, type Interactions, InteractionsBuilder } from '../data/interactions.js';
import type { Item } from '../data/item.js';
import { seededRandom } from '../math/random.js';
import { parseWeights } from '../scores/blend.js';
import { Ranker } from './ranker.js';
import type { UserRating } from './recommendation.js';

const weights = parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8')));

/**
 * A catalogue of 30 blockbusters, which four in five have seen, and 30 documentaries of which a tenth of the people have seen
 * most, and others hardly any. All rate them alike, but for every third film: those divide people.
 */
function multiplex(): { items: Item[]; ratings: Interactions } {
  const random = seededRandom(3);
  const items = Array.from({ length: 60 }, (_, at): Item => ({
    id: at < 30 ? `hit-${at}` : `fact-${at - 30}`,
    genres: at < 30 ? ['Action', 'Comedy'] : ['Documentary'],
    year: 1990 + (at % 20),
    language: 'en',
  }));
  const builder = new InteractionsBuilder();
  for (let person = 0; person < 120; person++) {
    const lovesFacts = person % 10 === 0;
    const side = random() < 0.5 ? 1 : -1;
    for (const [at, { id }] of items.entries()) {
      const isFact = at >= 30;
      if (random() > (isFact ? (lovesFacts ? 0.7 : 0.03) : 0.8)) continue;
      const ordinary = isFact && !lovesFacts ? 3 : 4;
      const stars = at % 3 === 0 ? 3 + side * (at % 2 ? 2 : 1.5) : ordinary;
      builder.add(`p${person}`, id, stars, 1);
    }
  }
  return {
    items,
    ratings: alignItems(
      builder.build(),
      items.map(({ id }) => id),
    ),
  };
}

const { items, ratings } = multiplex();
const ranker = Ranker.fit({ items, ratings }, { weights });
const rated = (ids: string[], stars: number): UserRating[] => ids.map((item) => ({ item, stars }));
const isFact = (id: string) => id.startsWith('fact');

describe('the films that tell most about somebody', () => {
  it('are those of a first page for who has rated nothing', () => {
    expect(ranker.telling({ ratings: [] }, 10)).toEqual(ranker.onboarding(10));
  });

  it('are documentaries to a lover of documentaries, and hardly any to others', () => {
    const lover = rated(['fact-1', 'fact-4', 'fact-7', 'fact-9', 'fact-12'], 5);
    const ordinary = rated(['hit-1', 'hit-4', 'hit-7', 'hit-10', 'hit-13'], 4);
    // How open a rating is, chance says as well: several fits, of which each draws its own numbers.
    const fits = [1, 2, 3, 4].map((seed) => Ranker.fit({ items, ratings }, { weights, stars: { seed } }));
    const facts = (of: UserRating[]) =>
      fits.map((fit) => fit.telling({ ratings: of }, 4).filter(isFact).length).reduce((sum, n) => sum + n);
    expect(facts(lover)).toBeGreaterThanOrEqual(10);
    expect(facts(ordinary)).toBeLessThanOrEqual(2);
  });

  it('divide people rather than that all rate them alike', () => {
    const offered = ranker.telling({ ratings: rated(['hit-1', 'hit-4'], 4) }, 6);
    expect(offered.filter((id) => Number(id.slice(4)) % 3 === 0).length).toBeGreaterThanOrEqual(4);
  });

  it('are never rated or left out, none twice, and go on until no film is left', () => {
    const own = rated(['hit-0', 'fact-0'], 4);
    const out = ['hit-2', 'fact-3'];
    const all = ranker.telling({ ratings: own }, 100, out);
    expect(new Set(all).size).toBe(56);
    expect(all).toHaveLength(56);
    for (const gone of ['hit-0', 'fact-0', ...out]) expect(all).not.toContain(gone);
    expect(ranker.telling({ ratings: own }, 10, [...out, ...all])).toEqual([]);
  });

  it('let people be predicted better than as many well-known ones do', () => {
    const stars = (item: string, side: 1 | -1) => {
      const at = Number(item.slice(item.indexOf('-') + 1));
      return at % 3 === 0 ? 3 + side * (at % 2 ? 2 : 1.5) : 4;
    };
    const errorAfter = (choose: (given: UserRating[]) => string[]) => {
      const squares = ([1, -1] as const).flatMap((side) => {
        let given = rated(['hit-1'], 4);
        for (let round = 0; round < 3; round++) {
          const [item] = choose(given);
          given = [...given, { item, stars: stars(item, side) }];
        }
        return ranker
          .recommend({ ratings: given, limit: 60, filter: (item) => !isFact(item) })
          .map(({ item, predictedRating }) => (predictedRating - stars(item, side)) ** 2);
      });
      return Math.sqrt(squares.reduce((a, b) => a + b) / squares.length);
    };
    const telling = errorAfter((given) => ranker.telling({ ratings: given }, 1));
    const wellKnown = errorAfter((given) =>
      ranker.onboarding(
        1,
        given.map(({ item }) => item),
      ),
    );
    expect(telling).toBeLessThan(0.8 * wellKnown);
  });
});
