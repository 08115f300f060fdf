import { AppError } from '#contracts/protocol/app.error.js';
import { confirmIdentity, linkIdentity, signIn, type SignIn } from '#contracts/users/identities.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { setRefreshCookie } from '../auth/refresh.cookie.js';
import { OidcProvider } from './oidc.provider.js';
import { type Kept, SealedCookies } from './sealed.cookies.js';

type Flow = Kept['oidc_flow'];

const CALLBACK = '/api/v1/auth/oidc/callback';

/** The way to the provider and back: for signing in, for linking an account, and to confirm something by signing in again. */
@Injectable()
export class SignInFlow {
  constructor(
    private readonly provider: OidcProvider,
    private readonly cookies: SealedCookies,
    private readonly rpc: RpcClient,
    private readonly environment: Environment,
  ) {}

  /**
   * @returns where to send the browser
   * @throws AppError `provider_unreachable`
   */
  async begin(
    { protocol, host }: FastifyRequest,
    reply: FastifyReply,
    why: Pick<Flow, 'purpose' | 'next' | 'userId'>,
  ): Promise<string> {
    const redirect = new URL(CALLBACK, `${protocol}://${host}`);
    const { address, checks } = await this.provider.begin(redirect, why.purpose === 'confirm');
    this.cookies.put(reply, 'oidc_flow', { ...checks, ...why, redirect: redirect.href });
    return address.href;
  }

  /**
   * Carries out what somebody went to the provider for.
   *
   * @returns the page to go on with
   */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const flow = this.cookies.read(request, 'oidc_flow');
    this.cookies.clear(reply, 'oidc_flow');
    const query = new URL(request.url, 'http://here').searchParams;
    const home = flow && flow.purpose !== 'sign-in' ? '/account' : '/login';
    if (flow && query.get('error') === 'access_denied') return home;
    try {
      // Begun too long ago, in another browser, or never: its answer is nobody's.
      if (!flow) throw new AppError('sign_in_refused');
      const back = new URL(flow.redirect);
      back.search = query.toString();
      return await this.carryOut(flow, await this.provider.end(back, flow), reply);
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal_error';
      return page(home, { failed: code, ...(flow?.purpose === 'sign-in' && { next: flow.next }) });
    }
  }

  private async carryOut(flow: Flow, who: SignIn, reply: FastifyReply): Promise<string> {
    const { issuer, subject } = who;
    const { purpose, next, userId = '' } = flow;
    if (purpose === 'link') {
      await this.rpc.call(linkIdentity, { userId, issuer, subject });
      return page('/account', { linked: 'yes' });
    }
    if (purpose === 'confirm') {
      await this.rpc.call(confirmIdentity, { userId, issuer, subject });
      this.cookies.put(reply, 'oidc_confirmed', { userId });
      return page('/account', { confirmed: 'yes' });
    }
    const { session } = await this.rpc.call(signIn, who);
    if (!session) {
      this.cookies.put(reply, 'oidc_link', { ...who, email: who.email!, next });
      return '/link';
    }
    setRefreshCookie(reply, session.refreshToken, this.environment);
    return page('/signed-in', { next });
  }
}

const page = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query)}`;
