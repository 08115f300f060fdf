import { Injectable } from '@nestjs/common';
import { InjectThrottlerStorage, type ThrottlerStorage } from '@nestjs/throttler';
import { TooManyTries } from './account.delay.js';
import { networkOf } from './network.js';

const MINUTE_MS = 60_000;

/** Requests a minute from one network, of which each costs a call although nobody is known to have sent it. */
const LIMITS = { 'token-check': 120, hook: 300, feed: 120, 'sign-in': 60, poster: 600 } as const;

/** Slows down who tries secrets: they cannot be guessed, but guesses keep services busy. */
@Injectable()
export class NetworkLimits {
  constructor(@InjectThrottlerStorage() private readonly counts: ThrottlerStorage) {}

  /** @throws AppError `too_many_requests` */
  async count(what: keyof typeof LIMITS, address: string): Promise<void> {
    const name = `${what}:${networkOf(address)}`;
    const { isBlocked, timeToBlockExpire } = await this.counts.increment(
      name,
      MINUTE_MS,
      LIMITS[what],
      MINUTE_MS,
      what,
    );
    if (isBlocked) throw new TooManyTries(timeToBlockExpire, 'Too many requests.');
  }
}
