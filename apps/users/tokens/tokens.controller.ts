import {
  checkToken,
  endToken,
  listTokens,
  MakeToken,
  makeToken,
  SecretCheck,
  SecretOfUser,
} from '#contracts/users/tokens.rpc.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { Tokens } from './tokens.js';

@Controller()
export class TokensController {
  constructor(private readonly tokens: Tokens) {}

  @OnRpc(makeToken)
  make(request: MakeToken) {
    return this.tokens.make(request);
  }

  @OnRpc(listTokens)
  list({ userId }: UserRef) {
    return this.tokens.list(userId);
  }

  @OnRpc(endToken)
  async end(request: SecretOfUser) {
    await this.tokens.end(request);
    return null;
  }

  @OnRpc(checkToken)
  check(request: SecretCheck) {
    return this.tokens.check(request);
  }
}
