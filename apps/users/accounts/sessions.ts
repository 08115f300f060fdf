import type { AccessClaims } from '#contracts/users/access.token.js';
import { AppError } from '#contracts/protocol/app.error.js';
import type { RenewedSession } from '#contracts/users/users.rpc.js';
import { Environment, signingSecret } from '#platform/config/environment.js';
import { answered, startedBy } from '#platform/stores/mongo.deadline.js';
import { Injectable, Logger } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { QueryFilter, Types, UpdateQuery } from 'mongoose';
import type { StoredSession, UserDocument } from '../documents/user.schema.js';
import { alive, type Known, UserStore } from '../documents/user.store.js';
import { EarlierTokens } from './earlier.tokens.js';
import {
  digestOf,
  firstToken,
  ownerOf,
  type RefreshTokenOwner,
  successorInUse,
  successorOf,
  USED_TOKENS,
} from './refresh.token.js';

const DAY_MS = 24 * 3600 * 1000;
/** Of one user; beyond that, the one that was unused for longest ends. */
const SESSIONS = 50;
/** A renewal that another one of the same session overtakes finds its successor the next time. */
const TRIES = 3;

/** A session as a renewal finds it. */
interface Found {
  user: Known<'sessionEpoch' | 'viewing'>;
  owner: RefreshTokenOwner;
  /** Missing while a token of 0.5 has not been exchanged. */
  session?: StoredSession;
}

/** Makes every session end, in the write that asks for it. */
export const ENDED: UpdateQuery<UserDocument> = { $unset: { sessions: 1 }, $inc: { sessionEpoch: 1 } };

/**
 * Issues short-lived access tokens, and refresh tokens that work once each. A session, which a log-in starts and each
 * renewal continues, is an entry in its user's document: so a renewal is one atomic write, and so is an end of all
 * sessions together with the new password or the deletion that it belongs to.
 */
@Injectable()
export class Sessions {
  private readonly log = new Logger(Sessions.name);
  private readonly secret: string;

  constructor(
    private readonly users: UserStore,
    private readonly earlier: EarlierTokens,
    private readonly jwt: JwtService,
    private readonly environment: Environment,
  ) {
    this.secret = signingSecret(environment);
  }

  /** A new session, to be stored with its user. */
  begin(userId: Types.ObjectId): { session: StoredSession; refreshToken: string } {
    const { token, sessionId } = firstToken(String(userId));
    return { session: this.stored(sessionId, token, []), refreshToken: token };
  }

  /**
   * Starts a session of somebody who was just found to be who they are.
   *
   * @param proven  what that was found by: their password's hash, or their identity
   * @throws AppError `service_unavailable` when that has changed meanwhile, or time is over
   */
  async open(
    { _id, viewing, writeBy }: Known<'viewing'>,
    proven: QueryFilter<UserDocument>,
  ): Promise<RenewedSession> {
    const { session, refreshToken } = this.begin(_id);
    const { modifiedCount } = await answered(
      this.users.model.updateOne(
        { ...alive(String(_id)), ...proven, ...startedBy(writeBy) },
        { $push: { sessions: added(session) } },
      ),
    );
    if (modifiedCount !== 1) throw new AppError('service_unavailable');
    return this.renewed({ sub: String(_id), viewing }, refreshToken);
  }

  /**
   * Exchanges a refresh token for the next one of its session. A token that comes back within 30 s gets the one that
   * works now; one that comes back later has been copied by somebody, so its session ends.
   *
   * @throws AppError `session_ended`
   */
  async rotate(refreshToken: string): Promise<RenewedSession> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const found = await this.find(refreshToken);
      if (!found) throw new AppError('session_ended');
      const { owner, session, user } = found;
      const claims = { sub: owner.userId, viewing: user.viewing };
      const next = successorOf(refreshToken, owner, this.secret);
      if (!session || session.token === digestOf(refreshToken)) {
        if (await this.advance(found, refreshToken, next)) return this.renewed(claims, next);
        continue;
      }
      const inUse = successorInUse(refreshToken, owner, session, this.secret);
      if (inUse) return this.renewed(claims, inUse);
      this.log.warn(`a refresh token of ${owner.userId} was used twice: its family ends`);
      await this.drop(found);
      throw new AppError('session_ended');
    }
    throw new AppError('service_unavailable');
  }

  async end(refreshToken: string): Promise<void> {
    const found = await this.find(refreshToken);
    if (found) await this.drop(found);
  }

  async endAll(userId: string): Promise<void> {
    const { _id, writeBy } = await this.users.get(userId);
    await this.endEarlier(_id, writeBy);
    await answered(this.users.model.updateOne({ ...alive(userId), ...startedBy(writeBy) }, ENDED));
  }

  /** Ends those of 0.5: before the write that ends the others, which makes an exchange that is under way fail. */
  endEarlier(userId: Types.ObjectId, writeBy: Date | undefined): Promise<void> {
    return answered(this.earlier.end({ userId }, writeBy));
  }

  async renewed({ sub, viewing }: AccessClaims, refreshToken: string): Promise<RenewedSession> {
    const accessToken = await this.jwt.signAsync({ sub, ...(viewing && { viewing }) });
    return { accessToken, expiresIn: this.environment.ACCESS_TOKEN_SECONDS, refreshToken };
  }

  private async find(token: string): Promise<Found | undefined> {
    const named = ownerOf(token);
    const before = named ? undefined : await answered(this.earlier.find(token));
    const owner = named ?? (before && { userId: String(before.userId), sessionId: before.familyId });
    if (!owner) return undefined;
    const user = await this.users.find(alive(owner.userId), 'sessions', 'sessionEpoch', 'viewing');
    const session = user?.sessions?.find(({ id }) => id === owner.sessionId);
    if (!user || (session && session.expiresAt < new Date())) return undefined;
    if (session) return { user, owner, session };
    // Looked for again after the epoch was read: an end removes it first, and then moves the epoch.
    const exchangeable = before && (await answered(this.earlier.find(token)));
    return exchangeable && !exchangeable.usedAt ? { user, owner } : undefined;
  }

  /** @returns false when another renewal came first, the session ended, or it began too late */
  private async advance({ user, owner, session }: Found, token: string, next: string): Promise<boolean> {
    const used = { token: digestOf(token), at: new Date() };
    const stored = this.stored(owner.sessionId, next, [used]);
    const [filter, update]: [object, UpdateQuery<UserDocument>] = session
      ? [
          { sessions: { $elemMatch: { id: session.id, token: session.token } } },
          {
            $set: { 'sessions.$.token': stored.token, 'sessions.$.expiresAt': stored.expiresAt },
            $push: { 'sessions.$.used': { $each: [used], $slice: -USED_TOKENS } },
          },
        ]
      : [
          {
            'sessions.id': { $ne: owner.sessionId },
            sessionEpoch: user.sessionEpoch ?? { $exists: false },
          },
          { $push: { sessions: added(stored) } },
        ];
    const { modifiedCount } = await answered(
      this.users.model.updateOne({ ...alive(owner.userId), ...filter, ...startedBy(user.writeBy) }, update),
    );
    if (modifiedCount === 1 && !session) await answered(this.earlier.markUsed(owner.sessionId));
    return modifiedCount === 1;
  }

  private async drop({ user, owner: { userId, sessionId } }: Found): Promise<void> {
    await answered(this.earlier.end({ familyId: sessionId }, user.writeBy));
    await answered(
      this.users.model.updateOne(
        { ...alive(userId), ...startedBy(user.writeBy) },
        { $pull: { sessions: { id: sessionId } }, $inc: { sessionEpoch: 1 } },
      ),
    );
  }

  private stored(id: string, token: string, used: StoredSession['used']): StoredSession {
    const expiresAt = new Date(Date.now() + this.environment.REFRESH_TOKEN_DAYS * DAY_MS);
    return { id, token: digestOf(token), used, expiresAt };
  }
}

const added = (session: StoredSession) => ({
  $each: [session],
  $sort: { expiresAt: 1 as const },
  $slice: -SESSIONS,
});
