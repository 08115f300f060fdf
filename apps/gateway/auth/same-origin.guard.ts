import { AppError } from '#contracts/protocol/app.error.js';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

type Asked = Pick<FastifyRequest, 'headers' | 'host'>;

/**
 * For routes that set or use the refresh cookie: other sites' pages cannot call them, so that no form elsewhere logs a visitor
 * in as somebody else, or out. Forms cannot send JSON, and browsers say truly where a request comes from; a program that is
 * no browser says nothing and is let through.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Asked>();
    const type = request.headers['content-type'];
    if (type !== undefined && !/^application\/json\s*(;|$)/i.test(type))
      throw new AppError('unsupported_media_type', 'Send JSON, or no body at all.');
    if (!isOwn(request)) throw new AppError('foreign_origin');
    return true;
  }
}

/** Browsers' own word where they give it; else whether the origin is the host that was asked, as trusted proxies pass it on. */
export function isOwn({ headers, host }: Asked): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === hostOf(host, new URL(origin).protocol);
}

/** Without the port that goes without saying. */
function hostOf(host: string, protocol: string): string | undefined {
  const address = `${protocol}//${host}`;
  return URL.canParse(address) ? new URL(address).host : undefined;
}
