import { createHash } from 'node:crypto';
import { AppError } from '#contracts/protocol/app.error.js';
import type {
  Identity,
  LinkIdentity,
  PasswordOfUser,
  SignedIn,
  SignIn,
  SignInWays,
} from '#contracts/users/identities.rpc.js';
import { UserRegistered } from '#contracts/users/users.events.js';
import { sealEvent } from '#platform/messaging/event.publisher.js';
import { answered, startedBy } from '#platform/stores/mongo.deadline.js';
import { isDuplicateKey } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { isEmail } from 'class-validator';
import { Types } from 'mongoose';
import { alive, UserStore } from '../documents/user.store.js';
import { profileOf, requireOwner } from './accounts.js';
import { Sessions } from './sessions.js';

/**
 * Accounts by who somebody is at the OpenID Connect provider. An account has one identity at most, and an identity one account.
 * E-mails only ever make an account; they open none, because whoever registered first here may not be who has the e-mail.
 */
@Injectable()
export class Identities {
  constructor(
    private readonly users: UserStore,
    private readonly sessions: Sessions,
  ) {}

  /** @throws AppError `email_unverified` */
  async signIn(request: SignIn): Promise<SignedIn> {
    const known = await this.open(request);
    if (known) return { session: known };
    const email = request.email?.trim().toLowerCase();
    if (!request.emailVerified || email === undefined || !isEmail(email))
      throw new AppError('email_unverified');
    try {
      return { session: await this.create(request, email) };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // Of two sign-ins at once the second finds what the first has made; else the e-mail is another account's.
    const made = await this.open(request);
    return made ? { session: made } : {};
  }

  /** @throws AppError `identity_taken` */
  async link({ userId, ...identity }: LinkIdentity): Promise<void> {
    const { writeBy } = await this.users.get(userId, 'version');
    try {
      const { matchedCount } = await answered(
        this.users.model.updateOne(
          { ...alive(userId), ...startedBy(writeBy) },
          { $set: { identity: { key: keyOf(identity), linkedAt: new Date() } } },
        ),
      );
      if (matchedCount !== 1) throw new AppError('service_unavailable');
    } catch (error) {
      throw isDuplicateKey(error) ? new AppError('identity_taken') : error;
    }
  }

  /** @throws AppError `password_needed` */
  async unlink(userId: string): Promise<void> {
    const { writeBy } = await this.users.get(userId, 'version');
    const { matchedCount } = await answered(
      this.users.model.updateOne(
        { ...alive(userId), passwordHash: { $exists: true }, ...startedBy(writeBy) },
        { $unset: { identity: 1 } },
      ),
    );
    if (matchedCount !== 1) throw new AppError('password_needed');
  }

  /** @throws AppError `sign_in_again` when it is not this account's */
  async confirm({ userId, ...identity }: LinkIdentity): Promise<void> {
    const user = await this.users.get(userId, 'identity');
    if (user.identity?.key !== keyOf(identity)) throw new AppError('sign_in_again');
  }

  /** @throws AppError `wrong_password` */
  async checkPassword({ userId, password }: PasswordOfUser): Promise<void> {
    await requireOwner(await this.users.get(userId, 'passwordHash'), { password });
  }

  async ways(userId: string): Promise<SignInWays> {
    const { passwordHash, identity } = await this.users.get(userId, 'passwordHash', 'identity');
    return {
      hasPassword: passwordHash !== undefined,
      ...(identity && { linkedAt: identity.linkedAt.toISOString() }),
    };
  }

  private async open(identity: Identity) {
    const proven = { 'identity.key': keyOf(identity) };
    const user = await this.users.find(proven, 'email', 'displayName', 'viewing');
    return user && { user: profileOf(user), ...(await this.sessions.open(user, proven)) };
  }

  private async create({ displayName, ...identity }: SignIn, email: string) {
    const _id = new Types.ObjectId();
    const { session, refreshToken } = this.sessions.begin(_id);
    const user = {
      _id,
      email,
      displayName: displayName?.trim() || email.slice(0, email.indexOf('@')),
      registeredAt: new Date(),
      identity: { key: keyOf(identity), linkedAt: new Date() },
      sessions: [session],
    };
    const event = sealEvent(UserRegistered, {
      userId: String(_id),
      registeredAt: user.registeredAt.toISOString(),
    });
    await this.users.create(user, event);
    return { user: profileOf(user), ...(await this.sessions.renewed({ sub: String(_id) }, refreshToken)) };
  }
}

/** A subject may be any text of 255 characters; issuers hold no line breaks. */
const keyOf = ({ issuer, subject }: Identity) =>
  createHash('sha256').update(`${issuer}\n${subject}`).digest('hex');
