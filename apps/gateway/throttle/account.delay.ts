import { AppError } from '#contracts/protocol/app.error.js';
import { digest, type DigestKey } from './digest.js';
import type { RedisConnection } from '#platform/stores/redis.module.js';
import { networkOf } from './network.js';

/** Failures for one account, from anywhere, before anybody has to wait; forgotten when there were none for an hour. */
const FREE_FAILURES = 10;
const FORGET_SECONDS = 3600;
const LONGEST_SECONDS = 300;
/** How long a network from which somebody has logged in counts as the owner's. */
const KNOWN_SECONDS = 30 * 24 * 3600;

/** KEYS: failures. Counts a failure and returns how many there are. */
const FAIL = `
local failures = redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], ${FORGET_SECONDS})
return failures`;

/**
 * Slows down who guesses one account's password from many addresses. After ten failures each network must wait between two
 * tries, twice as long with every failure, five minutes at most. Nobody is locked out: networks from which the owner has
 * logged in never wait, and from a new one the first try is free. Without Redis only the limit per address stands.
 */
export class AccountDelay {
  constructor(
    private readonly redis: Pick<RedisConnection, 'client'>,
    private readonly key: DigestKey,
  ) {}

  /**
   * @param check  resolves when e-mail and password are right
   * @throws AppError `too_many_requests` while this network has to wait
   */
  async guarded<T>(email: string, address: string, check: () => Promise<T>): Promise<T> {
    const { client } = this.redis;
    const names = this.namesOf(email, address);
    const [known, msLeft] = await Promise.all([client.exists(names.known), client.pttl(names.wait)]).catch(
      () => [0, 0],
    );
    if (!known && msLeft > 0) throw new TooManyTries(Math.ceil(msLeft / 1000));
    try {
      const result = await check();
      await client.set(names.known, '1', 'EX', KNOWN_SECONDS).catch(() => undefined);
      return result;
    } catch (error) {
      if (!known && error instanceof AppError && error.code === 'invalid_credentials')
        await this.countFailure(names).catch(() => undefined);
      throw error;
    }
  }

  /** Makes the network wait when there were many. Two steps, as the two keys may lie on two nodes of a cluster. */
  private async countFailure({ failures, wait }: { failures: string; wait: string }): Promise<void> {
    const { client } = this.redis;
    const over = Number(await client.eval(FAIL, 1, failures)) - FREE_FAILURES;
    if (over > 0) await client.set(wait, '1', 'EX', Math.min(LONGEST_SECONDS, 2 ** Math.min(over, 10)));
  }

  private namesOf(email: string, address: string) {
    const account = email.trim().toLowerCase();
    const here = `${account} ${networkOf(address)}`;
    return {
      failures: `login:failures:${digest(this.key, account)}`,
      wait: `login:wait:${digest(this.key, here)}`,
      known: `login:known:${digest(this.key, here)}`,
    };
  }
}

/** Says also when to try again. */
export class TooManyTries extends AppError {
  constructor(
    readonly retryAfter: number,
    what = 'Too many wrong passwords for this account.',
  ) {
    super('too_many_requests', `${what} Try again in ${retryAfter} seconds.`);
  }
}
