import {
  checkHook,
  dropNotice,
  endConnection,
  listConnections,
  listNotices,
  MakeConnection,
  makeConnection,
  NotePlay,
  notePlay,
} from '#contracts/users/connections.rpc.js';
import { SecretCheck, SecretOfUser } from '#contracts/users/tokens.rpc.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { Connections } from './connections.js';
import { Plays } from './plays.js';

@Controller()
export class ConnectionsController {
  constructor(
    private readonly connections: Connections,
    private readonly plays: Plays,
  ) {}

  @OnRpc(makeConnection)
  make(request: MakeConnection) {
    return this.connections.make(request);
  }

  @OnRpc(listConnections)
  list({ userId }: UserRef) {
    return this.connections.list(userId);
  }

  @OnRpc(endConnection)
  async end(request: SecretOfUser) {
    await this.connections.end(request);
    return null;
  }

  @OnRpc(checkHook)
  check(request: SecretCheck) {
    return this.connections.check(request);
  }

  @OnRpc(notePlay)
  note(request: NotePlay) {
    return this.plays.note(request);
  }

  @OnRpc(listNotices)
  notices({ userId }: UserRef) {
    return this.plays.notices(userId);
  }

  @OnRpc(dropNotice)
  async drop(request: SecretOfUser) {
    await this.plays.drop(request);
    return null;
  }
}
