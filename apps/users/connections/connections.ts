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
import { Injectable } from '@nestjs/common';
import type { StoredConnection } from '../documents/user.schema.js';
import { UserStore } from '../documents/user.store.js';
import { SecretList, timesOf } from '../tokens/secret.list.js';

/** Media servers that tell what a person watched, each by an address with a secret of its own. In their owner's document. */
@Injectable()
export class Connections {
  private readonly connections: SecretList<'connections'>;

  constructor(users: UserStore) {
    this.connections = new SecretList(users, 'connections', MAX_CONNECTIONS, 'connection');
  }

  /** @throws AppError `limit_reached` when somebody has as many as they may */
  async make({ userId, kind, username }: MakeConnection): Promise<MadeConnection> {
    const { secret, id, digest } = newSecret('mrhook_', userId);
    const connection: StoredConnection = { id, kind, username, digest, createdAt: new Date() };
    await this.connections.add(userId, connection);
    return { ...shown(connection), secret };
  }

  /** Newest first. */
  async list(userId: string): Promise<Connection[]> {
    return (await this.connections.all(userId)).map(shown);
  }

  /** @throws AppError `entry_not_found` */
  end(connection: SecretOfUser): Promise<void> {
    return this.connections.end(connection);
  }

  /** @throws AppError `entry_not_found` for a secret that is not, or no longer, one of this account's */
  async check(secret: SecretCheck): Promise<CheckedHook> {
    const connection = await this.connections.find(secret);
    if (!connection) throw new AppError('entry_not_found', 'There is no such connection.');
    return { kind: connection.kind, username: connection.username };
  }
}

function shown(connection: StoredConnection): Connection {
  const { id, kind, username, lastPlayAt, lastOtherAt } = connection;
  return {
    id,
    kind,
    username,
    ...timesOf(connection),
    ...(lastPlayAt && { lastPlayAt: lastPlayAt.toISOString() }),
    ...(lastOtherAt && { lastOtherAt: lastOtherAt.toISOString() }),
  };
}
