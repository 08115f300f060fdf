import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const CLIENT = { id: 'films', secret: 'a secret for tests' };

/** Somebody at the provider, as its page asks for them; `fault` says what is to go wrong with their sign-in. */
export interface Person {
  as: string;
  unverified?: string;
  name?: string;
  fault?: string;
}

/** What providers, their clocks and those between get wrong. */
const CLAIMS: Record<string, (now: number) => JWTPayload> = {
  nonce: () => ({ nonce: 'of another sign-in' }),
  issuer: () => ({ iss: 'https://elsewhere.example' }),
  audience: () => ({ aud: 'another client' }),
  expired: (now) => ({ iat: now - 400, exp: now - 40 }),
  'barely-expired': (now) => ({ iat: now - 320, exp: now - 20 }),
  'from-the-future': (now) => ({ nbf: now + 40, exp: now + 340 }),
  'long-ago': (now) => ({ auth_time: now - 3600 }),
};

interface Grant {
  person: Person;
  asked: Record<string, string>;
  isUsed: boolean;
}

/**
 * Speaks as an OpenID Connect provider does: discovery, a page to sign in on, code flow with PKCE, signed ID tokens, and e-mails
 * only for who asks with the access token. Whom the page is told is whom it signs in. Its state is in what it was asked, so
 * that many suites use one.
 */
export class IdentityServer {
  private readonly grants = new Map<string, Grant>();
  private readonly people = new Map<string, Person>();
  private readonly keys = Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  private readonly server: Server = createServer((request, response) => {
    this.answer(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
  });

  /** @param port  any that is free, when left out */
  async start(port = 0): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** By name, so that to a browser it is another site than the system at 127.0.0.1. */
  get issuer(): string {
    return `http://localhost:${this.port}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.issuer);
    const json = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname === '/.well-known/openid-configuration') return void json(200, this.metadata());
    if (pathname === '/jwks') return void json(200, { keys: [await this.publicKey()] });
    if (pathname === '/authorize') return this.authorize(Object.fromEntries(searchParams), response);
    if (pathname === '/userinfo') {
      const person = this.people.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
      return void (person ? json(200, claimsOf(person)) : json(401, { error: 'invalid_token' }));
    }
    if (pathname !== '/token') return void json(404, {});
    let form = '';
    for await (const part of request.setEncoding('utf8')) form += part as string;
    const grant = this.spend(request, new URLSearchParams(form));
    if (grant?.person.fault === 'silent') return;
    if (grant?.person.fault === 'down')
      return void response.writeHead(503).end('<h1>Backend fetch failed</h1>');
    json(grant ? 200 : 400, grant ? await this.tokens(grant) : { error: 'invalid_grant' });
  }

  private metadata() {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  private async publicKey() {
    const [{ publicKey }] = await this.keys;
    return { ...(await exportJWK(publicKey)), kid: 'ours', alg: 'ES256', use: 'sig' };
  }

  /** Without `as`, the page on which it is said; with it, back to where the person came from. */
  private authorize(asked: Record<string, string>, response: ServerResponse): void {
    const { as, unverified, name, fault, ...sent } = asked;
    if (as === undefined) {
      const hidden = Object.entries(sent).map(
        ([key, value]) => `<input type="hidden" name="${key}" value="${escaped(value)}">`,
      );
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<!doctype html><html lang="en"><title>Provider</title><form action="/authorize">${hidden.join('')}
        <label>E-mail <input name="as" type="email"></label> <button>Go on</button></form></html>`);
      return;
    }
    const back = new URL(sent.redirect_uri);
    back.searchParams.set('state', sent.state);
    back.searchParams.set('iss', this.issuer);
    if (fault === 'denied') back.searchParams.set('error', 'access_denied');
    else {
      const code = randomUUID();
      this.grants.set(code, { person: { as, unverified, name, fault }, asked: sent, isUsed: false });
      back.searchParams.set('code', code);
    }
    response.writeHead(303, { location: back.href }).end();
  }

  /** @returns nothing for a code that was used, or by who may not */
  private spend({ headers }: IncomingMessage, form: URLSearchParams): Grant | undefined {
    const grant = this.grants.get(form.get('code') ?? '');
    const basic = Buffer.from(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret).replaceAll('%20', '+')}`);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isTheirs =
      grant?.asked.client_id === CLIENT.id &&
      headers.authorization === `Basic ${basic.toString('base64')}` &&
      grant.asked.code_challenge_method === 'S256' &&
      grant.asked.code_challenge === challenge &&
      grant.asked.redirect_uri === form.get('redirect_uri');
    if (!isTheirs || grant.isUsed) return undefined;
    grant.isUsed = true;
    return grant;
  }

  private async tokens({ person, asked }: Grant): Promise<object> {
    const [ours, foreign] = await this.keys;
    const now = Math.floor(Date.now() / 1000);
    const claims: JWTPayload = {
      iss: this.issuer,
      aud: CLIENT.id,
      sub: claimsOf(person).sub,
      nonce: asked.nonce,
      iat: now,
      exp: now + 300,
      auth_time: now,
      ...CLAIMS[person.fault ?? '']?.(now),
    };
    const { privateKey } = person.fault === 'signature' ? foreign : ours;
    const access_token = randomUUID();
    this.people.set(access_token, person);
    return {
      access_token,
      token_type: 'Bearer',
      expires_in: 300,
      id_token: await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'ours' }).sign(privateKey),
    };
  }
}

const claimsOf = ({ as, unverified, name }: Person) => ({
  sub: createHash('sha256').update(as).digest('hex'),
  email: as,
  email_verified: unverified === undefined,
  ...(name && { name }),
});

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
