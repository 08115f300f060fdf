import { moodFits, type MoodFits } from '#contracts/catalog/catalog.rpc.js';
import type { MovieFilter } from '#contracts/catalog/movie.js';
import type { CodedReason } from '#contracts/recommender/reason.js';
import type { RankedList, RankedMovie } from '#contracts/recommender/recommendation.js';
import { type CandidateSource, findChoices } from '#contracts/recommender/recommender.rpc.js';
import { ownerOf } from '#lists/list.key.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { remainingMs } from '#platform/process/deadline.js';
import { Injectable, Logger } from '@nestjs/common';
import { byTasteAndMood, type Chosen } from './mood.choice.js';

/** So many of the best that fit the time are compared with the mood. */
const CANDIDATES = 150;

export interface TonightRequest {
  /** How long there is, in minutes. */
  minutes?: number;
  mood?: string;
  /** −1: what few know; 1: what everybody knows. */
  known?: number;
  from: CandidateSource;
  limit: number;
  /** Movies that were offered before. */
  not: string[];
  filter: MovieFilter;
}

/** A few movies for now, coded reasons with them. */
export interface TonightChoice {
  list: RankedList;
  movies: RankedMovie[];
  mood?: Pick<MoodFits, 'wanted' | 'unwanted'>;
  degraded: boolean;
}

/** Chooses a few movies by time, taste and mood. While plots cannot be asked, or moods not at all, it goes on without. */
@Injectable()
export class Tonight {
  private readonly log = new Logger(Tonight.name);

  constructor(
    private readonly rpc: RpcClient,
    private readonly pending: PendingChanges,
  ) {}

  async choose(
    userId: string,
    { minutes, mood, known, from, limit, not, filter }: TonightRequest,
  ): Promise<TonightChoice> {
    const find = (movieIds?: string[]) =>
      this.rpc.call(findChoices, {
        userId,
        from,
        limit: CANDIDATES,
        leftOut: not,
        filter,
        known,
        ...(minutes !== undefined && { runtimeMax: minutes }),
        ...(movieIds && { movieIds }),
      });
    // Of all movies those are looked at whose plots are near; of one's own, all that there are.
    const asksFirst = mood !== undefined && from === 'any';
    const near = asksFirst ? await this.feel(mood) : undefined;
    let list = await find(near?.fits.length ? near.fits.map(({ movieId }) => movieId) : undefined);
    if (near?.fits.length && list.items.length < limit) list = await find();
    const movies = await this.withoutHidden(userId, list);
    // Who has not answered once is not waited for again.
    const asks = mood !== undefined && movies.length > 0 && !(asksFirst && !near);
    const felt = asks ? await this.feel(mood, movies) : near;
    const chosen = byTasteAndMood(movies, felt?.fits ?? []).slice(0, limit);
    return {
      list,
      movies: chosen.map((one) => withMood(one, felt?.wanted)),
      ...(felt && { mood: { wanted: felt.wanted, unwanted: felt.unwanted } }),
      degraded:
        Boolean(list.degraded?.includes('plots')) ||
        (mood !== undefined && (felt === undefined || Boolean(felt.degraded))),
    };
  }

  /** Nothing when the catalog cannot be asked, or takes more than half of the time that is left: the choice needs the rest. */
  private async feel(mood: string, movies?: readonly RankedMovie[]): Promise<MoodFits | undefined> {
    const movieIds = movies?.map(({ movieId }) => movieId);
    const left = remainingMs();
    return this.rpc
      .call(moodFits, { mood, ...(movieIds && { movieIds }) }, left && left / 2)
      .catch((error: Error) => {
        this.log.warn(`chosen without the mood: ${error.message}`);
        return undefined;
      });
  }

  /** Without what was rated or dismissed a moment ago. */
  private async withoutHidden(userId: string, { items, ratingsVersion }: RankedList): Promise<RankedMovie[]> {
    const ids = items.map(({ movieId }) => movieId);
    const hidden = await this.pending.hiddenAfter(ownerOf(userId), ratingsVersion, ids);
    return items.filter(({ movieId }) => !hidden.has(movieId));
  }
}

/** The match is the movie's own: the order is of another making. */
function withMood({ movie, suits }: Chosen, wanted: string | undefined): RankedMovie {
  const fits: CodedReason[] = suits && wanted ? [{ code: 'fits-mood', params: { name: wanted } }] : [];
  return { ...movie, match: Math.round(100 * movie.score), reasons: [...fits, ...movie.reasons] };
}
