import type { Scope } from '#contracts/users/tokens.rpc.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { createParamDecorator, ExecutionContext, SetMetadata } from '@nestjs/common';

/** The user that the token belongs to, and until when it counts. */
export interface CurrentSession {
  userId: string;
  expiresAt: Date;
  /** How they watch films; missing for who has chosen nothing. */
  viewing?: Viewing;
  /** Of a personal token; missing for who is logged in. */
  scopes?: readonly Scope[];
}

export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => sessionOf(context).userId,
);

export const Session = createParamDecorator((_: unknown, context: ExecutionContext) => sessionOf(context));

/** Marks a public route, or all of a controller, that shows people what they may see where they say who they are. */
export const ForViewer = () => SetMetadata(FOR_VIEWER, true);
export const FOR_VIEWER = Symbol('for viewer');

/** How whoever asks watches films: empty for who is not known, or has chosen nothing. */
export const CurrentViewing = createParamDecorator((_: unknown, context: ExecutionContext): Viewing => {
  const { user, viewing } = context.switchToHttp().getRequest<{ user?: CurrentSession; viewing?: Viewing }>();
  return user?.viewing ?? viewing ?? {};
});

function sessionOf(context: ExecutionContext): CurrentSession {
  return context.switchToHttp().getRequest<{ user: CurrentSession }>().user;
}
