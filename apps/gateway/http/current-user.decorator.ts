import { createParamDecorator, ExecutionContext } from '@nestjs/common';

/** The user that the access token belongs to, and when it expires. */
export interface CurrentSession {
  userId: string;
  expiresAt: Date;
}

export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => sessionOf(context).userId,
);

export const Session = createParamDecorator((_: unknown, context: ExecutionContext) => sessionOf(context));

function sessionOf(context: ExecutionContext): CurrentSession {
  return context.switchToHttp().getRequest<{ user: CurrentSession }>().user;
}
