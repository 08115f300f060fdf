import {
  ChangeProfile,
  changeProfile,
  DeleteAccount,
  deleteAccount,
  endSessions,
  getProfile,
  Login,
  logIn,
  logOut,
  RefreshToken,
  refreshSession,
  RegisterUser,
  registerUser,
  UserRef,
} from '#contracts/users/users.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { Accounts } from './accounts.js';
import { Sessions } from './sessions.js';

@Controller()
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
  ) {}

  @OnRpc(registerUser)
  register(request: RegisterUser) {
    return this.accounts.register(request);
  }

  @OnRpc(logIn)
  logIn(request: Login) {
    return this.accounts.logIn(request);
  }

  @OnRpc(refreshSession)
  refresh({ refreshToken }: RefreshToken) {
    return this.sessions.rotate(refreshToken);
  }

  @OnRpc(logOut)
  async logOut({ refreshToken }: RefreshToken) {
    await this.sessions.end(refreshToken);
    return null;
  }

  @OnRpc(endSessions)
  async logOutEverywhere({ userId }: UserRef) {
    await this.sessions.endAll(userId);
    return null;
  }

  @OnRpc(getProfile)
  profile({ userId }: UserRef) {
    return this.accounts.profile(userId);
  }

  @OnRpc(changeProfile)
  change(request: ChangeProfile) {
    return this.accounts.change(request);
  }

  @OnRpc(deleteAccount)
  async delete(request: DeleteAccount) {
    await this.accounts.delete(request);
    return null;
  }
}
