import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { MoviesChanged } from './catalog/catalog.events.js';
import { BrowseMovies } from './catalog/catalog.rpc.js';
import type { AppError } from './protocol/app.error.js';
import { meetsRules } from './protocol/compiled.rules.js';
import { EventEnvelope } from './protocol/event.js';
import { accepted, fieldErrors, validated, VALIDATION_RULES } from './protocol/validation.js';
import { Recommend } from './recommender/recommender.rpc.js';
import { MarkSeen } from './users/seen.rpc.js';
import { FeedbackChanged, RatingsChanged, RatingsImported, SeenChanged } from './users/users.events.js';
import { SaveRatings } from './users/users.rpc.js';

const CLASSES: ClassConstructor<object>[] = [
  BrowseMovies,
  EventEnvelope,
  FeedbackChanged,
  MoviesChanged,
  RatingsChanged,
  RatingsImported,
  MarkSeen,
  Recommend,
  SaveRatings,
  SeenChanged,
];

/** Values that some rule takes, and values that none does. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', '603', 'ml-1', 'six', 4.5, 0, -1, NaN, true, [], {}, [[]]),
  fc.constantFrom<unknown>('2026-01-01T00:00:00.000Z', '66f2c3a17d3e2b0012ab34cd', 'watchlist', 'upload'),
  fc.anything({ maxDepth: 2 }),
);
const mostly = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: value as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd });
const time = fc.constant('2026-01-01T00:00:00.000Z');
const movieId = fc.constantFrom('603', 'ml-5', '1');
const row = fc.record(
  {
    movieId: mostly(movieId),
    rating: mostly(fc.constantFrom(1, 1.5, 5)),
    ratedAt: mostly(time),
    kind: mostly(fc.constantFrom('watchlist', 'not-interested')),
    on: mostly(fc.boolean()),
    seenAt: mostly(fc.constantFrom('2026-01-01', '2026-01-01T09:00:00Z')),
    other: odd,
  },
  { requiredKeys: ['movieId', 'ratedAt', 'kind', 'on'] },
);
const payload = fc.record(
  {
    userId: mostly(fc.constant('66f2c3a17d3e2b0012ab34cd')),
    version: mostly(fc.nat()),
    changes: mostly(fc.array(mostly(row), { maxLength: 5 })),
    ratings: mostly(fc.array(mostly(row), { maxLength: 5 })),
    movies: mostly(fc.array(mostly(row), { maxLength: 3 })),
    source: mostly(fc.constantFrom('upload', 'dataset')),
    limit: mostly(fc.integer({ min: 1, max: 100 })),
    filter: odd,
    id: mostly(fc.constant('1')),
    occurredAt: mostly(time),
    correlationId: mostly(fc.constant('1')),
    data: mostly(fc.constant({ a: 1 })),
    other: odd,
  },
  { requiredKeys: ['userId', 'version', 'changes', 'ratings'] },
);

/** What class-validator alone makes of a payload. */
function slowly(type: ClassConstructor<object>, given: object, forbidNonWhitelisted: boolean) {
  const instance = plainToInstance(type, given);
  const errors = fieldErrors(validateSync(instance, { ...VALIDATION_RULES, forbidNonWhitelisted }));
  return errors.length > 0 ? { errors } : { instance };
}

function answerOf(check: () => object) {
  try {
    return { instance: check() };
  } catch (error) {
    return { errors: (error as AppError).errors };
  }
}

describe('rules asked directly', () => {
  it('say of every payload what class-validator says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CLASSES), payload, (type, given) => {
        expect(answerOf(() => validated(type, given))).toEqual(slowly(type, given, true));
        expect(answerOf(() => accepted(type, given))).toEqual(slowly(type, given, false));
      }),
      { numRuns: 300 },
    );
  });

  it('are asked of events that are right, and nothing else is', () => {
    const changes = [{ movieId: '603', rating: 4.5, ratedAt: '2026-01-01T00:00:00.000Z', other: 1 }];
    const given = { userId: '66f2c3a17d3e2b0012ab34cd', version: 3, changes, source: 'upload' };
    expect(meetsRules(plainToInstance(RatingsImported, given), true)).toBe(true);
    expect(meetsRules(plainToInstance(RatingsImported, given), false)).toBe(false);
  });
});
