import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage, type ThrottlerStorage } from '@nestjs/throttler';
import type { CurrentSession } from '../http/current-user.decorator.js';
import { networkOf } from './network.js';

/** The limits of the module, by name. */
export type LimitName = 'address' | 'user' | 'login' | 'import' | 'search';
/** Those that a request is counted for before Nest sees it, each with its setting. */
const EARLY = {
  address: 'THROTTLE_PER_ADDRESS',
  user: 'THROTTLE_PER_USER',
  search: 'THROTTLE_SEARCHES',
} as const;
export type EarlyLimit = keyof typeof EARLY;

const MINUTE_MS = 60_000;

/** What the store of counts says of one of them. */
export type Count = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** A request, and what it was counted for already: the guards do not count that again. */
export interface CountedRequest {
  ip: string;
  user?: CurrentSession;
  counts?: Partial<Record<LimitName, Count>>;
}

/** Whose limit a request uses up: scripts have one of their own, so that they leave that of who sits at the web app. */
export function callerOf({ user, ip }: Pick<CountedRequest, 'ip' | 'user'>): string {
  if (!user) return `anyone at ${networkOf(ip)}`;
  return user.scopes ? `tokens of ${user.userId}` : user.userId;
}

/** What is counted, as the store of counts takes it. */
export const countName = (limit: LimitName, whose: string) => `${limit}:${whose}`;

/** What an answer says of a limit that is not used up. */
export function throttleHeaders(name: LimitName, limit: number, count: Count): [string, number][] {
  return [
    [`x-ratelimit-limit-${name}`, limit],
    [`x-ratelimit-remaining-${name}`, Math.max(0, limit - count.totalHits)],
    [`x-ratelimit-reset-${name}`, count.timeToExpire],
  ];
}

/** Counts requests that are answered before Nest's guards would count them, for the same limits under the same names. */
@Injectable()
export class EarlyCounts {
  constructor(
    @InjectThrottlerStorage() private readonly store: ThrottlerStorage,
    private readonly environment: Environment,
  ) {}

  /** Counts a request, and notes in it that it was. Never rejects: without Redis this process counts. */
  async count(request: CountedRequest, limits: readonly EarlyLimit[]): Promise<void> {
    const counts = await Promise.all(limits.map((limit) => this.hit(request, limit)));
    request.counts = Object.fromEntries(limits.map((limit, at) => [limit, counts[at]]));
  }

  /** What an answer says of the limits that a request was counted for; undefined when one is used up. */
  headersOf({ counts = {} }: CountedRequest, limits: readonly EarlyLimit[]): string[] | undefined {
    const headers: string[] = [];
    for (const limit of limits) {
      const count = counts[limit];
      if (!count || count.isBlocked) return undefined;
      for (const [name, value] of throttleHeaders(limit, this.environment[EARLY[limit]], count))
        headers.push(name, String(value));
    }
    return headers;
  }

  private hit(request: CountedRequest, limit: EarlyLimit): Promise<Count> {
    const whose = limit === 'address' ? networkOf(request.ip) : callerOf(request);
    const most = this.environment[EARLY[limit]];
    return this.store.increment(countName(limit, whose), MINUTE_MS, most, MINUTE_MS, limit);
  }
}
