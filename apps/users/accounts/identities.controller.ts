import {
  checkPassword,
  confirmIdentity,
  getSignInWays,
  LinkIdentity,
  linkIdentity,
  PasswordOfUser,
  SignIn,
  signIn,
  unlinkIdentity,
} from '#contracts/users/identities.rpc.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { Identities } from './identities.js';

@Controller()
export class IdentitiesController {
  constructor(private readonly identities: Identities) {}

  @OnRpc(signIn)
  signIn(request: SignIn) {
    return this.identities.signIn(request);
  }

  @OnRpc(linkIdentity)
  async link(request: LinkIdentity) {
    await this.identities.link(request);
    return null;
  }

  @OnRpc(unlinkIdentity)
  async unlink({ userId }: UserRef) {
    await this.identities.unlink(userId);
    return null;
  }

  @OnRpc(confirmIdentity)
  async confirm(request: LinkIdentity) {
    await this.identities.confirm(request);
    return null;
  }

  @OnRpc(checkPassword)
  async checkPassword(request: PasswordOfUser) {
    await this.identities.checkPassword(request);
    return null;
  }

  @OnRpc(getSignInWays)
  ways({ userId }: UserRef) {
    return this.identities.ways(userId);
  }
}
