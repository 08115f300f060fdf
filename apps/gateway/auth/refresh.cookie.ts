import type { Environment } from '#platform/config/environment.js';
import type { FastifyReply } from 'fastify';

export const REFRESH_COOKIE = 'refresh_token';
const COOKIE_PATH = '/api/v1/auth';

/** Browsers send it to the auth routes only, and scripts cannot read it. */
export function setRefreshCookie(
  reply: FastifyReply,
  refreshToken: string,
  { NODE_ENV, REFRESH_TOKEN_DAYS }: Environment,
): void {
  void reply.setCookie(REFRESH_COOKIE, refreshToken, {
    httpOnly: true,
    sameSite: 'strict',
    secure: NODE_ENV === 'production',
    path: COOKIE_PATH,
    maxAge: REFRESH_TOKEN_DAYS * 24 * 3600,
  });
}

export function clearRefreshCookie(reply: FastifyReply): void {
  void reply.clearCookie(REFRESH_COOKIE, { path: COOKIE_PATH });
}
