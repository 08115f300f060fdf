import type { Limited } from '#contracts/protocol/certification.js';
import { MAX_LEFT_OUT, onboardingMovies } from '#contracts/recommender/recommender.rpc.js';
import { ownerOf, personalList } from '#lists/list.key.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import type { MoviesToRate } from '../http/responses.js';

/** Movies to rate first. What was just rated or dismissed is not among them, though the recommender may not know yet. */
@Injectable()
export class Onboarding {
  constructor(
    private readonly rpc: RpcClient,
    private readonly readyLists: ReadyLists,
    private readonly pending: PendingChanges,
  ) {}

  /** At most `limit`, and none of `not`; fewer when the catalogue has no more, or when somebody has just imported most of it. */
  async movies(
    userId: string,
    limit: number,
    { not = [], certificationMax }: { not?: readonly string[] } & Limited,
  ): Promise<MoviesToRate> {
    const leftOut = new Set(not);
    for (let seen = await this.seenVersion(userId); ;) {
      const movies = await this.rpc.call(onboardingMovies, {
        userId,
        limit,
        leftOut: [...leftOut],
        certificationMax,
      });
      const ids = movies.map(({ id }) => id);
      const hidden = await this.pending.hiddenAfter(ownerOf(userId), seen, ids);
      const left = movies.filter(({ id }) => !hidden.has(id));
      // A list that was stored meanwhile took out what it has seen, before it was looked for here.
      const before = seen;
      seen = await this.seenVersion(userId);
      const isSettled = hidden.size === 0 && seen === before;
      for (const id of hidden) leftOut.add(id);
      if (!isSettled && leftOut.size <= MAX_LEFT_OUT) continue;
      const isStale = (await this.pending.version(ownerOf(userId))) > seen;
      return { items: left, status: isStale ? 'stale' : 'fresh' };
    }
  }

  /** The recommender knows all that the list it stored has seen. */
  private async seenVersion(userId: string): Promise<number> {
    const list = await this.readyLists.read(personalList(userId)).catch(() => undefined);
    return list?.ratingsVersion ?? 0;
  }
}
