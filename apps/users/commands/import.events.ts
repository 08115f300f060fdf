import { RATINGS_PER_CHUNK } from '#contracts/protocol/limits.js';
import { RatingsImported, type RatingChange } from '#contracts/users/users.events.js';
import { type OutgoingEvent, sealEvent } from '#platform/messaging/event.publisher.js';
import { chunksOf } from '#platform/process/chunks.js';
import type { Types } from 'mongoose';

/** What tells of many changes to a user: an event for each chunk of them, each with a version of its own. */
export function importEvents(
  userId: Types.ObjectId,
  versionBefore: number,
  changes: RatingChange[],
  source: RatingsImported['source'] = 'dataset',
): OutgoingEvent[] {
  return [...chunksOf(changes, RATINGS_PER_CHUNK)].map((chunk, at) =>
    sealEvent(RatingsImported, {
      userId: String(userId),
      version: versionBefore + 1 + at,
      source,
      changes: chunk,
    }),
  );
}
