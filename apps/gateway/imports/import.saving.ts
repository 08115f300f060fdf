import { AppError } from '#contracts/protocol/app.error.js';
import { RATINGS_PER_CHUNK } from '#contracts/protocol/fields.js';
import { importFilms } from '#contracts/users/imports.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import type { ImportPlan } from './import.plan.js';

/** For a chunk of films. */
const CHUNK_TIMEOUT_MS = 15_000;

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
    const lists = [plan.ratings, plan.seen, plan.watchlist];
    const total = lists.reduce((sum, { length }) => sum + length, 0);
    const longest = Math.max(...lists.map(({ length }) => length));
    let done = 0;
    for (let from = 0; from < longest; from += RATINGS_PER_CHUNK) {
      const to = from + RATINGS_PER_CHUNK;
      const part = {
        ratings: plan.ratings.slice(from, to),
        seen: plan.seen.slice(from, to),
        watchlist: plan.watchlist.slice(from, to),
      };
      const count = part.ratings.length + part.seen.length + part.watchlist.length;
      const request = { ...taken, ...part, done: done + count, total };
      const { ratingsVersion } = await this.rpc
        .call(importFilms, request, CHUNK_TIMEOUT_MS)
        .catch((error: unknown) => {
          throw done > 0 ? halfway(error, done, total) : error;
        });
      done += count;
      await saved(
        ratingsVersion,
        [...part.ratings, ...part.seen].map(({ movieId }) => movieId),
      );
    }
  }
}

function halfway(error: unknown, done: number, total: number): unknown {
  if (!(error instanceof AppError && error.status === 503)) return error;
  const message = `${done} of ${total} entries were saved, then a part of the system went away. Send it again for the rest.`;
  return new AppError(error.code, message, undefined, { cause: error });
}
