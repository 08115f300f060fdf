import { AppError } from '#contracts/protocol/app.error.js';
import { ApiProperty, ApiPropertyOptional } from '#contracts/protocol/documented.js';
import { linkIdentity } from '#contracts/users/identities.rpc.js';
import { logIn, logOut } from '#contracts/users/users.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { Public } from '#platform/http/public.decorator.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Get, Header, HttpCode, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setRefreshCookie } from '../auth/refresh.cookie.js';
import { SameOriginGuard } from '../auth/same-origin.guard.js';
import { ApiProblems } from '../http/openapi.js';
import { LoggedIn } from '../http/responses.js';
import { AccountDelay } from '../throttle/account.delay.js';
import { NetworkLimits } from '../throttle/network.limits.js';
import { LoginThrottle } from '../throttle/throttle.guards.js';
import { OidcProvider } from './oidc.provider.js';
import { SealedCookies } from './sealed.cookies.js';
import { SignInFlow } from './sign-in.flow.js';

class BeginQuery {
  @IsOptional()
  @IsString()
  @MaxLength(500)
  @ApiPropertyOptional({ maxLength: 500, description: 'the page to go on with, a path of the web app' })
  next?: string;
}

class Provider {
  @ApiProperty({ example: 'single sign-on' }) name!: string;
}

class Ways {
  @ApiProperty({ example: true }) password!: boolean;
  @ApiPropertyOptional({ type: Provider, description: 'missing where the operator has set none' })
  provider?: Provider;
}

class WaitingLink {
  @ApiProperty({ format: 'email' }) email!: string;
  @ApiProperty({ example: '/' }) next!: string;
}

class LinkPassword {
  @IsString() @MaxLength(200) @ApiProperty({ maxLength: 200 }) password!: string;
}

const noLink = () => new AppError('entry_not_found', 'No sign-in waits for a password. Start again.');

/** Only ever a path of the web app: an address from elsewhere must not decide where a sign-in leads. */
const pathOf = (next: string | undefined) => (next && /^\/(?![/\\])/.test(next) ? next : '/');

/** Signing in at an OpenID Connect provider. */
@ApiTags('auth')
@Public()
@Controller('auth')
export class OidcController {
  constructor(
    private readonly provider: OidcProvider,
    private readonly flow: SignInFlow,
    private readonly cookies: SealedCookies,
    private readonly rpc: RpcClient,
    private readonly delay: AccountDelay,
    private readonly limits: NetworkLimits,
    private readonly environment: Environment,
  ) {}

  @Get('ways')
  @ApiOperation({ summary: 'How one can sign in here' })
  @ApiOkResponse({ type: Ways })
  ways(): Ways {
    const { name } = this.provider;
    return { password: true, ...(name && { provider: { name } }) };
  }

  @Get('oidc')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Sign in at the provider',
    description: 'For a browser to go to: leads to the provider’s page, and back to `next` signed in.',
  })
  @ApiResponse({ status: 303, description: 'To the provider, or to the log-in page when that is away' })
  @ApiProblems(404)
  async begin(
    @Query() { next }: BeginQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requireProvider();
    await this.limits.count('sign-in', request.ip);
    const path = pathOf(next);
    const address = await this.flow
      .begin(request, reply, { purpose: 'sign-in', next: path })
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return `/login?${new URLSearchParams({ failed: error.code, next: path })}`;
      });
    await reply.redirect(address, 303);
  }

  @Get('oidc/callback')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  @ApiOperation({
    summary: 'Where the provider sends people back to',
    description:
      'Signs in, and makes an account where there is none of the provider’s person. One with the same e-mail must give its password.',
  })
  @ApiResponse({ status: 303, description: 'To a page of the web app, signed in or with the reason why not' })
  @ApiProblems(404)
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.requireProvider();
    await this.limits.count('sign-in', request.ip);
    await reply.redirect(await this.flow.end(request, reply), 303);
  }

  @Get('oidc/link')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'The account whose password this browser’s sign-in waits for' })
  @ApiOkResponse({ type: WaitingLink })
  @ApiProblems(404)
  waiting(@Req() request: FastifyRequest): WaitingLink {
    const waiting = this.cookies.read(request, 'oidc_link');
    if (!waiting) throw noLink();
    return { email: waiting.email, next: waiting.next };
  }

  @Post('oidc/link')
  @HttpCode(200)
  @UseGuards(SameOriginGuard, LoginThrottle)
  @ApiOperation({
    summary: 'Link the provider’s person to the account with the same e-mail, and log in',
    description: 'With the account’s password. Sets the refresh cookie.',
  })
  @ApiOkResponse({ type: LoggedIn })
  @ApiProblems(401, 403, 404, 409)
  async link(
    @Body() { password }: LinkPassword,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoggedIn> {
    const waiting = this.cookies.read(request, 'oidc_link');
    if (!waiting) throw noLink();
    const { email, issuer, subject } = waiting;
    const check = () => this.rpc.call(logIn, { email, password });
    const { user, refreshToken, ...access } = await this.delay.guarded(email, request.ip, check);
    try {
      await this.rpc.call(linkIdentity, { userId: user.id, issuer, subject });
    } catch (error) {
      await this.rpc.call(logOut, { refreshToken });
      throw error;
    }
    this.cookies.clear(reply, 'oidc_link');
    setRefreshCookie(reply, refreshToken, this.environment);
    return { user, ...access };
  }

  private requireProvider(): void {
    if (!this.provider.name) throw new AppError('route_not_found', 'There is no provider to sign in at.');
  }
}
