import { AppError } from '#contracts/protocol/app.error.js';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/fields.js';
import { importFilms } from '#contracts/users/imports.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import type { ImportPlan } from './import.plan.js';

/** For a chunk of films. */
const CHUNK_TIMEOUT_MS = 15_000;
/** One is on its way while another is written. */
const PARTS_AT_ONCE = 2;

/** Whose import it is, what of, and when the gateway took it. */
export interface TakenImport {
  userId: string;
  importId: string;
  /** What was imported, for people. */
  name: string;
  at: string;
}

/** Told of each chunk as soon as it is saved, before the next is begun. */
export type ChunkSaved = (ratingsVersion: number, hiddenMovieIds: string[]) => Promise<void>;

/** Saves what an import is to write, in chunks. */
@Injectable()
export class ImportSaving {
  constructor(private readonly rpc: RpcClient) {}

  /** @throws AppError `service_unavailable` with how much was saved before a service went away */
  async save(taken: TakenImport, plan: ImportPlan, saved: ChunkSaved): Promise<void> {
    const lists = [plan.ratings, plan.seen, plan.watchlist, plan.rewatches];
    const total = lists.reduce((sum, { length }) => sum + length, 0);
    let [sent, done] = [0, 0];
    const parts = partsOf(plan);
    // They share what is left to save.
    const saving = Array.from({ length: PARTS_AT_ONCE }, async () => {
      for (const part of parts) {
        const count = Object.values(part).reduce((sum, { length }) => sum + length, 0);
        const request = { ...taken, ...part, done: (sent += count), total };
        const { ratingsVersion } = await this.rpc.call(importFilms, request, CHUNK_TIMEOUT_MS);
        done += count;
        await saved(
          ratingsVersion,
          [...part.ratings, ...part.seen].map(({ movieId }) => movieId),
        );
      }
    });
    const failed = (await Promise.allSettled(saving)).find(({ status }) => status === 'rejected');
    if (failed) {
      const { reason } = failed as PromiseRejectedResult;
      throw done > 0 ? halfway(reason, done, total) : reason;
    }
  }
}

function* partsOf({ ratings, seen, watchlist, rewatches }: ImportPlan) {
  const longest = Math.max(...[ratings, seen, watchlist, rewatches].map(({ length }) => length));
  for (let from = 0; from < longest; from += RATINGS_PER_CHUNK) {
    const to = from + RATINGS_PER_CHUNK;
    yield {
      ratings: ratings.slice(from, to),
      seen: seen.slice(from, to),
      watchlist: watchlist.slice(from, to),
      rewatches: rewatches.slice(from, to),
    };
  }
}

function halfway(error: unknown, done: number, total: number): unknown {
  if (!(error instanceof AppError && error.status === 503)) return error;
  const message = `${done} of ${total} entries were saved, then a part of the system went away. Send it again for the rest.`;
  return new AppError(error.code, message, undefined, { cause: error });
}
