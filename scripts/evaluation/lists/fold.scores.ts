import type { Source } from '#ranking/ranking/blend.js';
import type { Interactions } from '#ranking/data/interactions.js';
import { lastRated, type Taste, tasteOf } from '#ranking/data/user-preferences.js';
import { type Models, scoreForUser } from '#ranking/ranking/user-scores.js';
import type { Split, TestPerson } from '../splits/split.js';

/** What every source says for one person of a test, and among which films. */
export interface PersonScores {
  person: TestPerson;
  taste: Taste;
  /** When the person last rated, which their lists are as of; undefined when no time is known. */
  asOf?: number;
  /** Per film of the catalogue; higher is better. */
  sources: Record<Source, Float32Array>;
  /** The films a list may hold: all that were there when the person last rated, but those given or hidden. Ascending. */
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
    const asOf = lastRated(taste.times);
    const { sources } = scoreForUser(models, taste, row.get(person.userId), asOf);
    const candidates = openTo(ratings, person).filter((item) => models.trend.wasThere(item, asOf));
    yield { person, taste, asOf, sources, candidates };
  }
}

/** The ratings a person's lists are made from. */
export function tasteOfPerson({ items, stars, times }: Interactions, { given }: TestPerson): Taste {
  return tasteOf(given.map((entry) => ({ item: items[entry], stars: stars[entry], time: times[entry] })));
}

function openTo({ itemCount, items }: Interactions, { given, hidden }: TestPerson): number[] {
  const closed = new Uint8Array(itemCount);
  for (const entry of given) closed[items[entry]] = 1;
  for (const item of hidden) closed[item] = 1;
  return [...closed.keys()].filter((item) => closed[item] === 0);
}
