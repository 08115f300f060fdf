import { AppError } from '#contracts/protocol/app.error.js';
import {
  type CheckedHook,
  type Connection,
  type MadeConnection,
  type MakeConnection,
  MAX_CONNECTIONS,
} from '#contracts/users/connections.rpc.js';
import { newSecret } from '#contracts/users/owned.secret.js';
import type { SecretCheck, SecretOfUser } from '#contracts/users/tokens.rpc.js';
import { answered, startedBy } from '#platform/stores/mongo.deadline.js';
import { Injectable, Logger } from '@nestjs/common';
import type { StoredConnection } from '../documents/user.schema.js';
import { alive, UserStore } from '../documents/user.store.js';
import { isSame } from '../tokens/tokens.js';

/** How exactly it is known when a server last sent something. */
const USE_NOTED_EVERY_MS = 60_000;

/** Media servers that tell what a person watched, each by an address with a secret of its own. In their owner's document. */
@Injectable()
export class Connections {
  private readonly log = new Logger(Connections.name);

  constructor(private readonly users: UserStore) {}

  /** @throws AppError `limit_reached` when somebody has as many as they may */
  async make({ userId, kind, username }: MakeConnection): Promise<MadeConnection> {
    const { writeBy } = await this.users.get(userId, 'version');
    const { secret, id, digest } = newSecret('mrhook_', userId);
    const connection: StoredConnection = { id, kind, username, digest, createdAt: new Date() };
    const isFree = { [`connections.${MAX_CONNECTIONS - 1}`]: { $exists: false } };
    const { modifiedCount } = await answered(
      this.users.model.updateOne(
        { ...alive(userId), ...isFree, ...startedBy(writeBy) },
        { $push: { connections: connection } },
      ),
    );
    if (modifiedCount !== 1)
      throw new AppError('limit_reached', `There may be ${MAX_CONNECTIONS} connections: remove one first.`);
    return { ...shown(connection), secret };
  }

  /** Newest first. */
  async list(userId: string): Promise<Connection[]> {
    const { connections = [] } = await this.users.get(userId, 'connections');
    return connections.map(shown).reverse();
  }

  /** @throws AppError `entry_not_found` */
  async end({ userId, id }: SecretOfUser): Promise<void> {
    const { writeBy } = await this.users.get(userId, 'version');
    const { modifiedCount } = await answered(
      this.users.model.updateOne(
        { ...alive(userId), 'connections.id': id, ...startedBy(writeBy) },
        { $pull: { connections: { id } } },
      ),
    );
    if (modifiedCount !== 1) throw new AppError('entry_not_found', 'There is no such connection.');
  }

  /** @throws AppError `entry_not_found` for a secret that is not, or no longer, one of this account's */
  async check({ userId, id, digest }: SecretCheck): Promise<CheckedHook> {
    const user = await this.users.find(alive(userId), 'connections');
    const connection = user?.connections?.find((one) => one.id === id);
    if (!connection || !isSame(connection.digest, digest)) throw new AppError('entry_not_found');
    this.noteUse(userId, connection);
    return { kind: connection.kind, username: connection.username };
  }

  /** Not waited for. */
  private noteUse(userId: string, { id, lastUsedAt }: StoredConnection): void {
    const now = new Date();
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < USE_NOTED_EVERY_MS) return;
    this.users.model
      .updateOne(
        { ...alive(userId), 'connections.id': id },
        { $set: { 'connections.$.lastUsedAt': now } },
        { writeConcern: { w: 1 } },
      )
      .then(undefined, (error: Error) =>
        this.log.warn(`a server's sign of life was not noted: ${error.message}`),
      );
  }
}

const shown = (connection: StoredConnection): Connection => {
  const { id, kind, username, createdAt, lastUsedAt, lastPlayAt, lastOtherAt } = connection;
  return {
    id,
    kind,
    username,
    createdAt: createdAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    ...(lastPlayAt && { lastPlayAt: lastPlayAt.toISOString() }),
    ...(lastOtherAt && { lastOtherAt: lastOtherAt.toISOString() }),
  };
};
