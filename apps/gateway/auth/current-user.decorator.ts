import { createParamDecorator, ExecutionContext } from '@nestjs/common';

/** Who the access token speaks for, and until when. */
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
