import { DURABLE, isDuplicateKey } from '#platform/stores/mongo.module.js';
import { isDeepStrictEqual } from 'node:util';
import type { Model, mongo } from 'mongoose';
import type { MovieDocument } from './movie.schema.js';
import { combine, type CombinedMovie, type SourceFacts, sourcesOf } from './movie.sources.js';

/** Another load may change the same movies at the same time; each try finds what it wrote. */
const TRIES = 5;

/** The ids of the movies that became others. */
export interface ChangedMovies {
  added: string[];
  changed: string[];
  gone: string[];
}

/** What the sources of a movie are to be, given what they are; none for a movie that is not stored. */
export type SourcesChange = (id: string, sources: SourceFacts[]) => SourceFacts[];

/**
 * Changes what the sources of some movies say, and the movies by it. One whose content becomes another is marked for the
 * relay, in the same write; one without a source is marked as gone, and the relay deletes it.
 *
 * @param mark  a token for the rating figures of new movies, which may have been rated before they came
 * @throws when others keep changing the same movies
 */
export async function changeSources(
  movies: Model<MovieDocument>,
  ids: string[],
  change: SourcesChange,
  mark: string,
): Promise<ChangedMovies> {
  const result: ChangedMovies = { added: [], changed: [], gone: [] };
  let left = ids;
  for (let attempt = 0; attempt < TRIES && left.length > 0; attempt++) {
    const stored = await movies.find({ _id: { $in: left } }).lean<MovieDocument[]>();
    const byId = new Map(stored.map((movie) => [movie._id, movie]));
    const writes = left.flatMap((id) => {
      const before = byId.get(id);
      const after = combine(change(id, before ? sourcesOf(before) : []));
      return isSame(before, after) ? [] : [{ id, before, after }];
    });
    const failed = (await write(movies, writes, mark)).map(({ id }) => id);
    for (const { id, before, after } of writes) {
      if (failed.includes(id) || before?.contentHash === after.hash) continue;
      result[before === undefined ? 'added' : after.sources.length === 0 ? 'gone' : 'changed'].push(id);
    }
    left = failed;
  }
  if (left.length > 0)
    throw new Error(`another load changes the same films (${left[0]} among them): try again`);
  return result;
}

interface MovieWrite {
  id: string;
  before?: MovieDocument;
  after: CombinedMovie;
}

function isSame(before: MovieDocument | undefined, { hash, sources }: CombinedMovie): boolean {
  return before?.contentHash === hash && isDeepStrictEqual(before.sources, sources);
}

/** @returns the writes that found the movie changed by somebody else, or may have */
async function write(
  movies: Model<MovieDocument>,
  writes: MovieWrite[],
  mark: string,
): Promise<MovieWrite[]> {
  if (writes.length === 0) return [];
  const changedAt = new Date();
  const updates = writes.filter(({ before }) => before);
  try {
    // By the driver itself: casting values that are of the right types takes as long as sending them.
    const { matchedCount } = await movies.collection.bulkWrite(
      writes.map((movie) => writeOf(movie, changedAt, mark) as never),
      { ordered: false, ignoreUndefined: true, writeConcern: DURABLE },
    );
    return matchedCount === updates.length ? [] : updates;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const { result, writeErrors } = error as mongo.MongoBulkWriteError;
    const inserts = [writeErrors].flat().map(({ index }) => writes[index]);
    return result.matchedCount === updates.length ? inserts : [...inserts, ...updates];
  }
}

/** An insert where nothing is stored: an upsert takes the database three times as long. */
function writeOf({ id, before, after }: MovieWrite, changedAt: Date, mark: string) {
  const { content, hash, sources } = after;
  const announced = { sources, contentHash: hash, changedAt, unpublished: true as const };
  if (!before) {
    const figures = { averageRating: 0, ratingCount: 0, ratedByEnough: 0, ratingsStale: mark };
    return { insertOne: { document: { _id: id, revision: 1, ...content, ...announced, ...figures } } };
  }
  const filter = {
    _id: id,
    contentHash: before.contentHash,
    sources: before.sources ?? { $exists: false },
  };
  return { updateOne: { filter, update: updateOf(before, after, announced) } };
}

function updateOf(before: MovieDocument, { content, hash, sources }: CombinedMovie, announced: object) {
  if (before.contentHash === hash) return { $set: { sources } };
  // Without a source it keeps its content until everybody knows that it is gone.
  if (sources.length === 0) return { $set: announced, $inc: { revision: 1 } };
  const entries = Object.entries(content);
  const unknown = entries.filter(([, value]) => value === undefined).map(([field]) => [field, 1]);
  return {
    $set: { ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)), ...announced },
    ...(unknown.length > 0 && { $unset: Object.fromEntries(unknown) as Record<string, 1> }),
    $inc: { revision: 1 },
  };
}
