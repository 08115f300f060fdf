import { AppError } from '#contracts/protocol/app.error.js';
import { ApiProperty, ApiPropertyOptional } from '#contracts/protocol/documented.js';
import { checkPassword, getSignInWays, SignInWays, unlinkIdentity } from '#contracts/users/identities.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Delete, Get, Header, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { ShownOnce } from '../idempotency/shown.once.js';
import { PasswordThrottle } from '../throttle/throttle.guards.js';
import { OidcProvider } from './oidc.provider.js';
import { SealedCookies } from './sealed.cookies.js';
import { SignInFlow } from './sign-in.flow.js';

class MyWays extends SignInWays {
  @ApiPropertyOptional({ example: 'single sign-on', description: 'the provider’s name, where there is one' })
  provider?: string;
  @ApiProperty({
    description: 'I have just signed in there again, which counts as my password for five minutes',
  })
  isConfirmed!: boolean;
}

class OwnPassword {
  @IsString() @MaxLength(200) @ApiProperty({ maxLength: 200 }) password!: string;
}

class Departure {
  @ApiProperty({ format: 'uri', description: 'the provider’s page, for this browser to go to' })
  address!: string;
}

/** How I sign in. No personal token changes that. */
@ApiTags('me')
@ApiBearerAuth()
@Controller('me/sign-in')
export class MySignInController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly provider: OidcProvider,
    private readonly flow: SignInFlow,
    private readonly cookies: SealedCookies,
  ) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'How I can sign in' })
  @ApiOkResponse({ type: MyWays })
  @ApiProblems(401, 503)
  async ways(@CurrentUser() userId: string, @Req() request: FastifyRequest): Promise<MyWays> {
    const { name } = this.provider;
    return {
      ...(await this.rpc.call(getSignInWays, { userId })),
      ...(name && { provider: name }),
      isConfirmed: this.cookies.isConfirmed(request, userId),
    };
  }

  @Post()
  @ShownOnce()
  @UseGuards(PasswordThrottle)
  @HttpCode(200)
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Begin to link my account with the provider',
    description: 'With my password. The way back ends on the account page.',
  })
  @ApiOkResponse({ type: Departure })
  @ApiProblems(400, 401, 403, 404, 503)
  async link(
    @CurrentUser() userId: string,
    @Body() { password }: OwnPassword,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Departure> {
    this.requireProvider();
    await this.rpc.call(checkPassword, { userId, password });
    const why = { purpose: 'link', next: '/account', userId } as const;
    return { address: await this.flow.begin(request, reply, why) };
  }

  @Post('confirmation')
  @ShownOnce()
  @HttpCode(200)
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Begin to sign in again at the provider',
    description: 'For who has no password, where one is asked for: it counts as one for five minutes.',
  })
  @ApiOkResponse({ type: Departure })
  @ApiProblems(401, 404, 503)
  async confirm(
    @CurrentUser() userId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Departure> {
    this.requireProvider();
    const why = { purpose: 'confirm', next: '/account', userId } as const;
    return { address: await this.flow.begin(request, reply, why) };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign in with my password only', description: 'There must be one.' })
  @ApiNoContentResponse()
  @ApiProblems(401, 409, 503)
  async unlink(@CurrentUser() userId: string): Promise<void> {
    await this.rpc.call(unlinkIdentity, { userId });
  }

  private requireProvider(): void {
    if (!this.provider.name) throw new AppError('route_not_found', 'There is no provider to sign in at.');
  }
}
