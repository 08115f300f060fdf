import { AppError } from '#contracts/protocol/app.error.js';
import { PUBLIC } from '#platform/http/public.decorator.js';
import { ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';

/** Requires an access token for every HTTP route that is not marked as public. */
@Injectable()
export class AccessTokenGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override canActivate(context: ExecutionContext) {
    if (context.getType() !== 'http') return true;
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()]))
      return true;
    return super.canActivate(context);
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
