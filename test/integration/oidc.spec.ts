import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Environment } from '#platform/config/environment.js';
import { OidcProvider } from '../../apps/gateway/sign-in/oidc.provider.js';
import { CLIENT, IdentityServer, type Person } from '../support/identity/identity.server.js';

jest.setTimeout(30_000);

const REDIRECT = new URL('http://127.0.0.1:3000/api/v1/auth/oidc/callback');

describe('signing in at the provider', () => {
  let server: IdentityServer;

  beforeAll(async () => {
    server = new IdentityServer();
    await server.start();
  });
  afterAll(() => server.stop());

  const settings = (more: Partial<Environment> = {}): Environment =>
    Object.assign(new Environment(), {
      OIDC_ISSUER: server.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      ...more,
    });
  const provider = (more?: Partial<Environment>) => new OidcProvider(settings(more));

  /** Goes there as somebody. @returns what they come back with */
  async function visit(client: OidcProvider, person: Person, isFresh = false) {
    const { address, checks } = await client.begin(REDIRECT, isFresh);
    for (const [key, value] of Object.entries(person)) address.searchParams.set(key, value as string);
    const answer = await fetch(address, { redirect: 'manual' });
    return { back: new URL(answer.headers.get('location')!), checks, address };
  }

  it('says who came, with an e-mail that is asked for with the access token', async () => {
    const client = provider();
    const { back, checks } = await visit(client, { as: 'ada@example.com', name: 'Ada' });
    expect(await client.end(back, checks)).toEqual({
      issuer: server.issuer,
      subject: expect.stringMatching(/^[0-9a-f]{64}$/),
      email: 'ada@example.com',
      emailVerified: true,
      displayName: 'Ada',
    });
  });

  it('says whether the e-mail is known to be theirs', async () => {
    const client = provider();
    const { back, checks } = await visit(client, { as: 'bob@example.com', unverified: 'yes' });
    expect(await client.end(back, checks)).toMatchObject({ emailVerified: false });
  });

  it('asks to sign in anew where that is wanted, and believes none that is older', async () => {
    const client = provider();
    const fresh = await visit(client, { as: 'ada@example.com' }, true);
    expect(fresh.address.searchParams.get('prompt')).toBe('login');
    expect(await client.end(fresh.back, fresh.checks)).toMatchObject({ email: 'ada@example.com' });
    const old = await visit(client, { as: 'ada@example.com', fault: 'long-ago' }, true);
    await expect(client.end(old.back, old.checks)).rejects.toMatchObject({ code: 'sign_in_refused' });
  });

  it.each(['nonce', 'issuer', 'audience', 'signature', 'expired', 'from-the-future'])(
    'refuses a token that is wrong: %s',
    async (fault) => {
      const client = provider();
      const { back, checks } = await visit(client, { as: 'ada@example.com', fault });
      await expect(client.end(back, checks)).rejects.toMatchObject({ code: 'sign_in_refused' });
    },
  );

  it('refuses an answer to another question, of another issuer, or without a code', async () => {
    const client = provider();
    const { back, checks } = await visit(client, { as: 'ada@example.com' });
    for (const [name, value] of [
      ['state', 'made-up'],
      ['iss', 'https://elsewhere.example'],
      ['code', ''],
    ]) {
      const bent = new URL(back);
      bent.searchParams.set(name, value);
      await expect(client.end(bent, checks)).rejects.toMatchObject({ code: 'sign_in_refused' });
    }
    // None of these has used the code up.
    expect(await client.end(back, checks)).toMatchObject({ email: 'ada@example.com' });
  });

  it('takes a code once, and only with its own verifier', async () => {
    const client = provider();
    const { back, checks } = await visit(client, { as: 'ada@example.com' });
    const stranger = { ...checks, verifier: 'x'.repeat(43) };
    await expect(client.end(back, stranger)).rejects.toMatchObject({ code: 'sign_in_refused' });
    await client.end(back, checks);
    await expect(client.end(back, checks)).rejects.toMatchObject({ code: 'sign_in_refused' });
  });

  it('bears clocks that are half a minute apart', async () => {
    const client = provider();
    const { back, checks } = await visit(client, { as: 'ada@example.com', fault: 'barely-expired' });
    expect(await client.end(back, checks)).toMatchObject({ email: 'ada@example.com' });
  });

  it('says that the provider is away, asks it again only after a while, and finds it when it is back', async () => {
    const away = new IdentityServer();
    await away.start();
    const { port, issuer } = away;
    await away.stop();
    const client = provider({ OIDC_ISSUER: issuer });
    await expect(client.begin(REDIRECT, false)).rejects.toMatchObject({ code: 'provider_unreachable' });
    const back = new IdentityServer();
    await back.start(port);
    try {
      await expect(client.begin(REDIRECT, false)).rejects.toMatchObject({ code: 'provider_unreachable' });
      const later = Date.now() + 6000;
      const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
      expect((await client.begin(REDIRECT, false)).address.origin).toBe(issuer);
      clock.mockRestore();
    } finally {
      await back.stop();
    }
  });

  it('tells a provider that breaks down in between from one that refuses', async () => {
    const client = provider();
    const { back, checks } = await visit(client, { as: 'ada@example.com', fault: 'down' });
    await expect(client.end(back, checks)).rejects.toMatchObject({ code: 'provider_unreachable' });
  });

  it('has no name where the operator has set none', async () => {
    expect(provider({ OIDC_ISSUER: undefined }).name).toBeUndefined();
    expect(provider({ OIDC_NAME: 'Film Club' }).name).toBe('Film Club');
  });
});
