import { Environment } from '#platform/config/environment.js';
import { seal, unseal } from '#platform/config/sealed.js';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { digestKey, type DigestKey } from '../throttle/digest.js';
import type { SignIn } from '#contracts/users/identities.rpc.js';
import type { OidcChecks } from './oidc.provider.js';

/** What a browser keeps for us between two requests, and can neither read nor make up. */
export interface Kept {
  /** Until somebody is back from the provider: what for they went there. */
  oidc_flow: OidcChecks & {
    redirect: string;
    purpose: 'sign-in' | 'link' | 'confirm';
    next: string;
    userId?: string;
  };
  /** Who came back with the e-mail of an account that is here: waits for that account's password. */
  oidc_link: SignIn & { email: string; next: string };
  /** Who has just signed in again at the provider. */
  oidc_confirmed: { userId: string };
}

/**
 * `lax` where it must come along from the provider's page. The others are for requests of our own page alone.
 * A gateway that did not seal it can open it: all have the key.
 */
const COOKIES = {
  oidc_flow: { path: '/api/v1/auth/oidc', sameSite: 'lax', seconds: 600 },
  oidc_link: { path: '/api/v1/auth/oidc', sameSite: 'strict', seconds: 600 },
  oidc_confirmed: { path: '/api/v1/me', sameSite: 'strict', seconds: 300 },
} as const;

@Injectable()
export class SealedCookies {
  private readonly key: DigestKey;
  private readonly secure: boolean;

  constructor(environment: Environment) {
    this.key = digestKey(environment);
    this.secure = environment.NODE_ENV === 'production';
  }

  put<Name extends keyof Kept>(reply: FastifyReply, name: Name, value: Kept[Name]): void {
    const { path, sameSite, seconds } = COOKIES[name];
    const text = JSON.stringify({ value, until: Date.now() + seconds * 1000 });
    const { secure } = this;
    void reply.setCookie(name, seal(this.key, name, text), {
      path,
      sameSite,
      secure,
      httpOnly: true,
      maxAge: seconds,
    });
  }

  /** @returns nothing where there is none, and for one that is too old or was not sealed here */
  read<Name extends keyof Kept>({ cookies }: FastifyRequest, name: Name): Kept[Name] | undefined {
    const text = unseal(this.key, name, cookies[name] ?? '');
    if (text === undefined) return undefined;
    const { value, until } = JSON.parse(text) as { value: Kept[Name]; until: number };
    return until > Date.now() ? value : undefined;
  }

  clear(reply: FastifyReply, name: keyof Kept): void {
    void reply.clearCookie(name, { path: COOKIES[name].path });
  }

  /** Whether somebody has just signed in again at the provider. */
  isConfirmed(request: FastifyRequest, userId: string): boolean {
    return this.read(request, 'oidc_confirmed')?.userId === userId;
  }
}
