import { AppError } from '#contracts/protocol/app.error.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { PUBLIC } from '#platform/http/public.decorator.js';
import { ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { type CurrentSession, FOR_VIEWER } from '../http/current-user.decorator.js';
import { KnownSessions } from './known.sessions.js';
import { KnownViewer } from './known.viewer.js';
import { PersonalTokens, personalTokenOf } from '../tokens/personal.tokens.js';
import { type NeededScope, SCOPE } from '../tokens/scope.decorator.js';

type Asked = FastifyRequest & { user?: CurrentSession; viewing?: Viewing };

/** Requires an access token for every HTTP route that is not marked as public, or a personal token with the route's scope. */
@Injectable()
export class AccessTokenGuard extends AuthGuard('jwt') {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: PersonalTokens,
    private readonly viewers: KnownViewer,
    private readonly sessions: KnownSessions,
  ) {
    super();
  }

  override canActivate(context: ExecutionContext) {
    if (context.getType() !== 'http') return true;
    const route = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<Asked>();
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, route)) {
      if (!this.reflector.getAllAndOverride<boolean>(FOR_VIEWER, route)) return true;
      return this.viewers.of(request.headers.authorization, request.ip).then((viewing) => {
        request.viewing = viewing;
        return true;
      });
    }
    const token = personalTokenOf(request.headers.authorization);
    if (token === undefined) return this.admitSession(request, context);
    const scope = this.reflector.getAllAndOverride<NeededScope | undefined>(SCOPE, route);
    return this.tokens.admit(token, scope, request.ip).then((session) => {
      request.user = session;
      return true;
    });
  }

  private async admitSession(request: Asked, context: ExecutionContext): Promise<boolean> {
    const { authorization } = request.headers;
    const known = this.sessions.of(authorization);
    if (known) request.user = known;
    else {
      await super.canActivate(context);
      this.sessions.keep(authorization, request.user);
    }
    return true;
  }

  override handleRequest<User>(error: unknown, user: User, info: unknown): User {
    if (error instanceof AppError) throw error;
    if (error || !user) throw new AppError('unauthorized', reason(info));
    return user;
  }
}

function reason(info: unknown): string | undefined {
  return (info as Error | undefined)?.name === 'TokenExpiredError'
    ? 'The access token has expired.'
    : undefined;
}
