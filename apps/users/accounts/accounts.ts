import { createHash } from 'node:crypto';
import { AppError } from '#contracts/protocol/app.error.js';
import { LimitChanged, UserDeleted, UserRegistered } from '#contracts/users/users.events.js';
import type {
  ChangeProfile,
  DeleteAccount,
  Login,
  RegisterUser,
  RenewedSession,
  Session,
  UserProfile,
} from '#contracts/users/users.rpc.js';
import { validationFailed } from '#contracts/protocol/validation.js';
import { sealEvent } from '#platform/messaging/event.publisher.js';
import { answered, startedBy } from '#platform/stores/mongo.deadline.js';
import { isDuplicateKey } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { Types } from 'mongoose';
import type { UserDocument } from '../documents/user.schema.js';
import { ImportJournal } from '../documents/import.journal.js';
import { OutboxRelay } from '../documents/outbox.relay.js';
import { LibraryStore } from '../documents/library.store.js';
import { alive, type Known, UserStore, withPassword } from '../documents/user.store.js';
import { hashPassword, isPassword } from './password.js';
import { ENDED, Sessions } from './sessions.js';
import { changedViewing, shownViewing } from './viewing.js';

const KEY_COUNTS_MS = 24 * 3600 * 1000;
const keyOf = (key: string) => createHash('sha256').update(key).digest('hex');

@Injectable()
export class Accounts {
  constructor(
    private readonly users: UserStore,
    private readonly sessions: Sessions,
    private readonly imports: ImportJournal,
    private readonly relay: OutboxRelay,
    private readonly libraries: LibraryStore,
  ) {}

  /**
   * Creates an account. Its registration tried again within a day, with the same key and password, logs in.
   *
   * @throws AppError `email_taken`
   */
  async register(request: RegisterUser): Promise<Session> {
    const { email, password, displayName, idempotencyKey } = request;
    const _id = new Types.ObjectId();
    const { session, refreshToken } = this.sessions.begin(_id);
    const user = {
      _id,
      email: email.toLowerCase(),
      displayName: displayName ?? email.slice(0, email.indexOf('@')),
      passwordHash: await hashPassword(password),
      registeredAt: new Date(),
      sessions: [session],
      ...(idempotencyKey && { registrationKey: keyOf(idempotencyKey) }),
    };
    const event = sealEvent(UserRegistered, {
      userId: String(user._id),
      registeredAt: user.registeredAt.toISOString(),
    });
    try {
      await this.users.create(user, event);
    } catch (error) {
      if (isDuplicateKey(error)) return this.registeredBefore(request);
      throw error;
    }
    return { user: profileOf(user), ...(await this.sessions.renewed({ sub: String(_id) }, refreshToken)) };
  }

  private async registeredBefore({ email, password, idempotencyKey }: RegisterUser): Promise<Session> {
    const user = await this.users.find(
      { email: email.toLowerCase() },
      'email',
      'displayName',
      'passwordHash',
      'registrationKey',
      'registeredAt',
      'viewing',
    );
    const same =
      user &&
      idempotencyKey &&
      user.registrationKey === keyOf(idempotencyKey) &&
      user.registeredAt.getTime() > Date.now() - KEY_COUNTS_MS &&
      (await isPassword(user.passwordHash, password));
    if (!same) throw new AppError('email_taken');
    return { user: profileOf(user), ...(await this.opened(user)) };
  }

  async logIn({ email, password }: Login): Promise<Session> {
    const user = await this.users.find(
      { email: email.toLowerCase() },
      'email',
      'displayName',
      'passwordHash',
      'viewing',
    );
    if (!(await isPassword(user?.passwordHash, password)) || !user) throw new AppError('invalid_credentials');
    return { user: profileOf(user), ...(await this.opened(user)) };
  }

  private opened(user: Known<'passwordHash' | 'viewing'>): Promise<RenewedSession> {
    return this.sessions.open(user, withPassword(user.passwordHash));
  }

  async profile(userId: string): Promise<UserProfile> {
    return profileOf(await this.users.get(userId, 'email', 'displayName', 'viewing'));
  }

  /**
   * Setting a new password requires the current one, or a sign-in at the provider just now, and ends every session. What family
   * mode lets through requires that too, and gateways hear of it: access tokens that say otherwise end.
   */
  async change({ userId, ...change }: ChangeProfile): Promise<UserProfile> {
    const { displayName, password, currentPassword, confirmed } = change;
    const user = await this.users.get(userId, 'email', 'displayName', 'passwordHash', 'viewing');
    const set: Partial<UserDocument> = {};
    if (displayName !== undefined) set.displayName = displayName;
    for (const [asked, what] of [
      [password, 'set a new password'],
      [change.certificationMax, 'change family mode'],
    ])
      if (asked !== undefined && currentPassword === undefined && user.passwordHash && !confirmed)
        throw validationFailed([
          { path: 'currentPassword', message: `currentPassword is needed to ${what}` },
        ]);
    if (password !== undefined || change.certificationMax !== undefined)
      await requireOwner(user, { password: currentPassword ?? '', confirmed });
    if (password !== undefined) set.passwordHash = await hashPassword(password);
    const viewing = changedViewing(user.viewing, change);
    if (viewing) set.viewing = viewing;
    const { limitVersion } = viewing ?? {};
    const events =
      limitVersion !== undefined && limitVersion !== user.viewing?.limitVersion
        ? [sealEvent(LimitChanged, { userId, limitVersion })]
        : [];
    if (Object.keys(set).length === 0) return profileOf(user);
    if (set.passwordHash) await this.sessions.endEarlier(user._id, user.writeBy);
    const { matchedCount } = await answered(
      this.users.model.updateOne(
        {
          ...alive(userId),
          ...withPassword(user.passwordHash),
          ...(viewing && { viewing: user.viewing ?? { $exists: false } }),
          ...startedBy(user.writeBy),
        },
        {
          $set: set,
          ...(set.passwordHash && ENDED),
          ...(events.length > 0 && { $push: { outbox: { $each: events } } }),
        },
      ),
    );
    if (matchedCount !== 1) throw new AppError('service_unavailable');
    if (events.length > 0) this.relay.send(userId, events);
    return profileOf({ ...user, ...set });
  }

  async delete({ userId, password, confirmed }: DeleteAccount): Promise<void> {
    const user = await this.users.get(userId, 'passwordHash');
    await requireOwner(user, { password, confirmed });
    await this.sessions.endEarlier(user._id, user.writeBy);
    await this.imports.forget(userId);
    await this.libraries.forget(userId);
    await this.users.erase(user, UserDeleted, { userId });
  }
}

/**
 * Requires a sign-in at the provider just now, or the password.
 *
 * @throws AppError `sign_in_again` where there is no password, `wrong_password`
 */
export async function requireOwner(
  { passwordHash }: Pick<UserDocument, 'passwordHash'>,
  { password, confirmed }: { password: string; confirmed?: boolean },
): Promise<void> {
  if (confirmed) return;
  if (!passwordHash) throw new AppError('sign_in_again');
  if (!(await isPassword(passwordHash, password))) throw new AppError('wrong_password');
}

export function profileOf({
  _id,
  email = '',
  displayName = '',
  viewing,
}: Pick<UserDocument, '_id' | 'email' | 'displayName' | 'viewing'>): UserProfile {
  return { id: String(_id), email, displayName, ...shownViewing(viewing) };
}
