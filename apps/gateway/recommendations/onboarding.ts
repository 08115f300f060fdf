import type { MovieCard } from '#contracts/catalog/movie.js';
import { MAX_LEFT_OUT, onboardingMovies } from '#contracts/recommender/recommender.rpc.js';
import { ownerOf, personalList } from '#lists/list.key.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';

/** Movies to rate first. What was just rated or dismissed is not among them, though the recommender may not know yet. */
@Injectable()
export class Onboarding {
  constructor(
    private readonly rpc: RpcClient,
    private readonly readyLists: ReadyLists,
    private readonly pending: PendingChanges,
  ) {}

  /** At most `limit`; fewer when the catalogue has no more, or when somebody has just imported most of it. */
  async movies(userId: string, limit: number): Promise<MovieCard[]> {
    const leftOut = new Set<string>();
    for (let seen = await this.seenVersion(userId); ;) {
      const movies = await this.rpc.call(onboardingMovies, { userId, limit, leftOut: [...leftOut] });
      const ids = movies.map(({ id }) => id);
      const hidden = await this.pending.hiddenAfter(ownerOf(userId), seen, ids);
      const left = movies.filter(({ id }) => !hidden.has(id));
      // A list that was stored meanwhile took out what it has seen, before it was looked for here.
      const before = seen;
      seen = await this.seenVersion(userId);
      if (hidden.size === 0 && seen === before) return left;
      for (const id of hidden) leftOut.add(id);
      if (leftOut.size > MAX_LEFT_OUT) return left;
    }
  }

  /** The recommender knows all that the list it stored has seen. */
  private async seenVersion(userId: string): Promise<number> {
    const list = await this.readyLists.read(personalList(userId)).catch(() => undefined);
    return list?.ratingsVersion ?? 0;
  }
}
