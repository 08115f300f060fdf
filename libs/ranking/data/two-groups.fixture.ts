import type { Film } from './item.js';
import { Interactions, InteractionsBuilder } from './interactions.js';
import { seededRandom } from '../math/random.js';

/** Films of each taste in the fixture. */
export const FILMS_PER_TASTE = 20;

/**
 * A small world with a known right answer: people who love the films "space-0" … "space-19" and dislike "drama-0" …
 * "drama-19", and people who do the opposite. Everyone has seen about half of the films; low numbers are seen by more.
 * `space-new` and `drama-new` have features but no ratings.
 */
export function twoTastes({ usersPerTaste = 30, seed = 1 } = {}): { films: Film[]; ratings: Interactions } {
  const random = seededRandom(seed);
  const films = ['space', 'drama'].flatMap((taste) =>
    [...Array(FILMS_PER_TASTE).keys(), 'new'].map((name) => film(taste, name)),
  );
  const builder = new InteractionsBuilder();
  for (const loved of ['space', 'drama']) {
    for (let user = 0; user < usersPerTaste; user++) {
      for (const taste of ['space', 'drama']) {
        for (let n = 0; n < FILMS_PER_TASTE; n++) {
          const seen = random() < (taste === loved ? 0.9 : 0.5) - n * 0.02;
          const stars = taste === loved ? 4 + Math.round(random()) : 1 + Math.round(random());
          if (seen) builder.add(`${loved}-lover-${user}`, `${taste}-${n}`, stars, 1_000_000 + n);
        }
      }
    }
  }
  return { films, ratings: builder.build() };
}

function film(taste: string, name: number | string): Film {
  const half = typeof name === 'number' ? name % 2 : 0;
  return {
    id: `${taste}-${name}`,
    genres: taste === 'space' ? ['Science Fiction', 'Adventure'] : ['Drama', 'Romance'],
    people: [`${taste} director ${half}`, `${taste} star ${name}`],
    keywords: taste === 'space' ? ['spaceship', `planet ${half}`] : ['marriage', `village ${half}`],
    year: 1990 + half * 10,
    language: taste === 'space' ? 'en' : 'fr',
    plot: Float32Array.from([taste === 'space' ? 1 : -1, half, 0.3]),
  };
}
