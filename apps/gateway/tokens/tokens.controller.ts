import {
  endToken,
  listTokens,
  MadeToken,
  makeToken,
  MAX_TOKENS,
  NewToken,
  PersonalToken,
} from '#contracts/users/tokens.rpc.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { ApiProperty } from '#contracts/protocol/documented.js';
import { SECRET_ID } from '#contracts/users/owned.secret.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { ShownOnce } from '../idempotency/shown.once.js';
import { PersonalTokens } from './personal.tokens.js';

class TokenList {
  @ApiProperty({ type: [PersonalToken] }) items!: PersonalToken[];
}

/** For scripts and apps. No token makes or revokes tokens. */
@ApiTags('me')
@ApiBearerAuth()
@Controller('me/tokens')
export class TokensController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly tokens: PersonalTokens,
  ) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'My personal tokens, newest first', description: 'Without their text.' })
  @ApiOkResponse({ type: TokenList })
  @ApiProblems(401, 503)
  async list(@CurrentUser() userId: string): Promise<TokenList> {
    return { items: await this.rpc.call(listTokens, { userId }) };
  }

  @Post()
  @ShownOnce()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Make a personal token',
    description:
      'Sent as `Authorization: Bearer mr_…` it opens the routes that name one of its scopes, until it expires. ' +
      `The answer shows it, and nothing does later. There may be ${MAX_TOKENS}.`,
  })
  @ApiCreatedResponse({ type: MadeToken })
  @ApiProblems(400, 401, 409, 503)
  make(@CurrentUser() userId: string, @Body() body: NewToken): Promise<MadeToken> {
    return this.rpc.call(makeToken, { userId, ...body });
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke a personal token' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  async end(@CurrentUser() userId: string, @Param('id') id: string): Promise<void> {
    if (!SECRET_ID.test(id)) throw new AppError('entry_not_found', 'There is no such token.');
    await this.rpc.call(endToken, { userId, id });
    this.tokens.end(id);
  }
}
