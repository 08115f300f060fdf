import type { Source } from '#ranking/blend.js';
import type { Interactions } from '#ranking/interactions.js';
import { type Taste, tasteOf } from '#ranking/taste.js';
import { type Models, scoreForUser } from '#ranking/user-scores.js';
import type { Split, TestPerson } from './split.js';

/** What every source says for one person of a test, and among which films. */
export interface PersonScores {
  person: TestPerson;
  taste: Taste;
  /** Per film of the catalogue; higher is better. */
  sources: Record<Source, Float32Array>;
  /** The films a list may hold: all but those given or hidden. Ascending. */
  candidates: number[];
}

/**
 * Scores the people of a split, one after the other: a person's scores are as many numbers as sources times films, so
 * whoever needs them again keeps what they need.
 *
 * @param models   fitted with `train`
 * @param ratings  all ratings, which the people's entries belong to
 */
export function* scorePeople(
  models: Models,
  ratings: Interactions,
  { train, people }: Split,
): Generator<PersonScores> {
  const row = new Map(train.userIds.map((id, at) => [id, at]));
  for (const person of people) {
    const taste = tasteOfPerson(ratings, person);
    const { sources } = scoreForUser(models, taste, row.get(person.userId));
    yield { person, taste, sources, candidates: candidatesFor(ratings, person) };
  }
}

/** The ratings a person's lists are made from. */
export function tasteOfPerson({ items, stars, times }: Interactions, { given }: TestPerson): Taste {
  return tasteOf(given.map((entry) => ({ item: items[entry], stars: stars[entry], time: times[entry] })));
}

function candidatesFor({ itemCount, items }: Interactions, { given, hidden }: TestPerson): number[] {
  const closed = new Uint8Array(itemCount);
  for (const entry of given) closed[items[entry]] = 1;
  for (const item of hidden) closed[item] = 1;
  return [...closed.keys()].filter((item) => closed[item] === 0);
}
