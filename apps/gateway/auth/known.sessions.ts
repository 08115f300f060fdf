import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { CurrentSession } from '../http/current-user.decorator.js';
import { DeletedUsers } from './deleted-users.js';
import { OutdatedLimits } from './outdated.limits.js';

/** About 500 bytes each. */
const MAX_SESSIONS = 10_000;

/**
 * Whose access tokens were checked before: a signature stays right, so a token counts until it expires, its user is deleted
 * or family mode says otherwise, and nothing of it is worked out again.
 */
@Injectable()
export class KnownSessions {
  private readonly sessions = new LRUCache<string, CurrentSession>({ max: MAX_SESSIONS });

  constructor(
    private readonly deleted: DeletedUsers,
    private readonly outdated: OutdatedLimits,
  ) {}

  /** @param authorization  the header, as the client sent it */
  of(authorization: string | undefined): CurrentSession | undefined {
    const session = authorization === undefined ? undefined : this.sessions.get(authorization);
    if (!session || session.expiresAt.getTime() <= Date.now() || this.deleted.has(session.userId))
      return undefined;
    return this.outdated.isOutdated(session.userId, session.viewing) ? undefined : session;
  }

  /** Keeps what a check has said of an access token. */
  keep(authorization: string | undefined, session: CurrentSession | undefined): void {
    if (authorization !== undefined && session) this.sessions.set(authorization, session);
  }
}
