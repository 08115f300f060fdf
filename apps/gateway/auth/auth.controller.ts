import { AppError } from '#contracts/protocol/app.error.js';
import {
  Login,
  logIn,
  logOut,
  Registration,
  refreshSession,
  registerUser,
  type RenewedSession,
  type Session,
} from '#contracts/users/users.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { Public } from '#platform/http/public.decorator.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, HttpCode, Ip, Post, Req, Res, UseGuards } from '@nestjs/common';
import {
  ApiCookieAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { idempotencyKeyOf } from '../http/idempotency.key.js';
import { ApiProblems } from '../http/openapi.js';
import { LoggedIn, Renewed } from '../http/responses.js';
import { AccountDelay } from '../throttle/account.delay.js';
import { LoginThrottle } from '../throttle/throttle.guards.js';
import { clearRefreshCookie, REFRESH_COOKIE, setRefreshCookie } from './refresh.cookie.js';
import { SameOriginGuard } from './same-origin.guard.js';

@ApiTags('auth')
@Public()
@UseGuards(SameOriginGuard)
@Controller('auth')
export class AuthController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly environment: Environment,
    private readonly delay: AccountDelay,
  ) {}

  @Post('register')
  @ApiOperation({
    summary: 'Create an account and log in',
    description:
      'Sets the refresh cookie. Tried again within a day with the same `Idempotency-Key` and password, it logs in.',
  })
  @ApiCreatedResponse({ type: LoggedIn })
  @ApiProblems(403, 409)
  async register(
    @Body() body: Registration,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoggedIn> {
    const idempotencyKey = idempotencyKeyOf(headers);
    return this.startSession(await this.rpc.call(registerUser, { ...body, idempotencyKey }), reply);
  }

  @Post('login')
  @HttpCode(200)
  @UseGuards(LoginThrottle)
  @ApiOperation({ summary: 'Log in', description: 'Sets the refresh cookie.' })
  @ApiOkResponse({ type: LoggedIn })
  @ApiProblems(401, 403)
  async logIn(
    @Body() body: Login,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LoggedIn> {
    const check = () => this.rpc.call(logIn, body);
    return this.startSession(await this.delay.guarded(body.email, address, check), reply);
  }

  @Post('refresh')
  @HttpCode(200)
  @ApiCookieAuth(REFRESH_COOKIE)
  @ApiOperation({
    summary: 'Exchange the refresh cookie for a new access token and the next cookie',
    description:
      'Each cookie works once. One that comes back within 30 seconds gets the same next cookie; ' +
      'one that comes back later ends all sessions from the same log-in.',
  })
  @ApiOkResponse({ type: Renewed })
  @ApiProblems(401, 403)
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Renewed> {
    const refreshToken = request.cookies[REFRESH_COOKIE];
    if (!refreshToken || refreshToken.length > 200) throw new AppError('session_ended');
    try {
      return this.renew(await this.rpc.call(refreshSession, { refreshToken }), reply);
    } catch (error) {
      if (error instanceof AppError && error.code === 'session_ended') clearRefreshCookie(reply);
      throw error;
    }
  }

  @Post('logout')
  @HttpCode(204)
  @ApiCookieAuth(REFRESH_COOKIE)
  @ApiOperation({ summary: 'End this session' })
  @ApiNoContentResponse()
  @ApiProblems(403)
  async logOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const refreshToken = request.cookies[REFRESH_COOKIE];
    if (refreshToken && refreshToken.length <= 200) await this.rpc.call(logOut, { refreshToken });
    clearRefreshCookie(reply);
  }

  private startSession({ user, ...session }: Session, reply: FastifyReply): LoggedIn {
    return { user, ...this.renew(session, reply) };
  }

  private renew({ refreshToken, ...access }: RenewedSession, reply: FastifyReply): Renewed {
    setRefreshCookie(reply, refreshToken, this.environment);
    return access;
  }
}
