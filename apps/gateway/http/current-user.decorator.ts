import type { Scope } from '#contracts/users/tokens.rpc.js';
import { createParamDecorator, ExecutionContext } from '@nestjs/common';

/** The user that the token belongs to, and until when it counts. */
export interface CurrentSession {
  userId: string;
  expiresAt: Date;
  /** Of a personal token; missing for who is logged in. */
  scopes?: readonly Scope[];
}

export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => sessionOf(context).userId,
);

export const Session = createParamDecorator((_: unknown, context: ExecutionContext) => sessionOf(context));

function sessionOf(context: ExecutionContext): CurrentSession {
  return context.switchToHttp().getRequest<{ user: CurrentSession }>().user;
}
