import type { Item } from './item.js';
import { alignItems, type Interactions, InteractionsBuilder } from './interactions.js';
import { seededRandom } from '../math/random.js';

const LANGUAGES = ['fr', 'ko', 'zh'];
const GENRES = ['Drama', 'Comedy', 'Crime', 'Horror', 'War'];

/**
 * 400 films, "i0" to "i399": a tenth each French, Korean and Chinese, of genres and decades at random; 60 people who watch
 * what is in English, the first of them most. Votes of a wider public are better the higher the number modulo 3; a seventh
 * has none.
 */
export function cinema(): { items: Item[]; ratings: Interactions } {
  const random = seededRandom(5);
  const one = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)];
  const items = Array.from({ length: 400 }, (_, at): Item => ({
    id: `i${at}`,
    language: LANGUAGES[at % 10] ?? 'en',
    genres: [...new Set([one(GENRES), one(GENRES)])],
    year: 1950 + Math.floor(random() * 60),
    people: [`director ${at % 90}`],
    keywords: [one(['city', 'sea', 'love'])],
    votes: { average: 4 + 2 * (at % 3), count: at % 7 === 0 ? 0 : 100 + at },
  }));
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 60; user++)
    for (const [at, { id, language }] of items.entries())
      if (random() < (language === 'en' ? 0.4 : 0.05) * (1 - at / 400))
        builder.add(`u${user}`, id, 2 + Math.round(random() * 3), 1);
  return {
    items,
    ratings: alignItems(
      builder.build(),
      items.map(({ id }) => id),
    ),
  };
}
