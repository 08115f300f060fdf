import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { SignInWays } from '#contracts/users/identities.rpc.js';
import type { UserProfile } from '#contracts/users/users.rpc.js';
import { FilmLover, type Problem } from '../support/system/film-lover.js';
import { Visit } from '../support/system/provider.visit.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

type Ways = SignInWays & { provider?: string; isConfirmed: boolean };

const someone = () => `${randomUUID()}@example.com`;

describe('signing in at the provider', () => {
  const system = sharedSystem();

  beforeAll(() => system.ready(), 180_000);

  const visit = () => new Visit(system.origin('gateway'));
  const anyone = () => new FilmLover(system.api);
  const ways = async (person: FilmLover) => (await person.get<Ways>('/me/sign-in')).body;
  /** Somebody who has only ever signed in there. */
  async function member(as = someone()) {
    const browser = visit();
    expect(await browser.signIn({ as, name: 'Ada' })).toBe('/signed-in?next=%2F');
    return { browser, as, person: await browser.logInto(anyone()) };
  }
  /** Carries out what `POST` began. @returns the page it ends on */
  async function goOn(browser: Visit, begun: { body: unknown }, as: string) {
    const { address } = begun.body as { address: string };
    return (await browser.go(await browser.at(address, { as }))).location;
  }

  it('is offered beside passwords', async () => {
    const { body } = await anyone().get('/auth/ways');
    expect(body).toEqual({ password: true, provider: { name: 'Film Club' } });
  });

  it('makes an account the first time, and opens it from then on', async () => {
    const { as, person } = await member();
    const { body } = await person.get<UserProfile>('/me');
    expect(body).toMatchObject({ email: as, displayName: 'Ada' });
    expect(await ways(person)).toEqual({
      hasPassword: false,
      linkedAt: expect.any(String),
      provider: 'Film Club',
      isConfirmed: false,
    });
    const again = visit();
    expect(await again.signIn({ as }, '/movies/603?a=b')).toBe('/signed-in?next=%2Fmovies%2F603%3Fa%3Db');
    expect((await (await again.logInto(anyone())).get<UserProfile>('/me')).body.id).toBe(body.id);
  });

  it('leads to pages of this app only', async () => {
    expect(await visit().signIn({ as: someone() }, '//elsewhere.example')).toBe('/signed-in?next=%2F');
  });

  it('makes no account of an e-mail that the provider has not confirmed', async () => {
    const as = someone();
    expect(await visit().signIn({ as, unverified: 'yes' })).toBe('/login?failed=email_unverified&next=%2F');
    const register = await anyone().post('/auth/register', { email: as, password: 'correct horse battery' });
    expect(register.status).toBe(201);
  });

  it('asks for the password of an account that is here with the same e-mail', async () => {
    const ada = await FilmLover.register(system.api);
    const browser = visit();
    expect(await browser.signIn({ as: ada.email }, '/taste')).toBe('/link');
    expect((await browser.post('/auth/refresh', {})).status).toBe(401);
    const waiting = await browser.go('/api/v1/auth/oidc/link');
    expect(waiting.body).toEqual({ email: ada.email, next: '/taste' });
    const wrong = await browser.post('/auth/oidc/link', { password: 'a wrong password' });
    expect([wrong.status, (wrong.body as Problem).code]).toEqual([401, 'invalid_credentials']);
    const right = await browser.post('/auth/oidc/link', { password: ada.password });
    expect(right.status).toBe(200);
    expect(await ways(await browser.logInto(anyone()))).toMatchObject({ hasPassword: true });
    // What waited is spent; from now on the provider's word is enough.
    expect((await browser.go('/api/v1/auth/oidc/link')).status).toBe(404);
    expect(await visit().signIn({ as: ada.email })).toBe('/signed-in?next=%2F');
  });

  it('links nothing for who was not there, and for another site', async () => {
    const stranger = await visit().post('/auth/oidc/link', { password: 'correct horse battery' });
    expect(stranger.status).toBe(404);
    const foreign = await visit().go('/api/v1/auth/oidc/link', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
      body: '{"password":"x"}',
    });
    expect(foreign.status).toBe(403);
  });

  it('ends nowhere for another browser, a made-up state, or a second time', async () => {
    const browser = visit();
    const { location } = await browser.go('/api/v1/auth/oidc');
    const back = await browser.at(location, { as: someone() });
    const refused = '/login?failed=sign_in_refused';
    expect((await visit().go(back)).location).toBe(refused);
    const bent = visit();
    await bent.go('/api/v1/auth/oidc');
    expect((await bent.go(back)).location).toBe(`${refused}&next=%2F`);
    expect((await browser.go(back)).location).toBe('/signed-in?next=%2F');
    expect((await browser.go(back)).location).toBe(refused);
  });

  it('goes back to the log-in page from a sign-in that was broken off, or that the provider failed at', async () => {
    expect(await visit().signIn({ as: someone(), fault: 'denied' })).toBe('/login');
    expect(await visit().signIn({ as: someone(), fault: 'down' })).toBe(
      '/login?failed=provider_unreachable&next=%2F',
    );
    expect(await visit().signIn({ as: someone(), fault: 'nonce' })).toBe(
      '/login?failed=sign_in_refused&next=%2F',
    );
  });

  it('is linked on the account page with the password, and unlinked', async () => {
    const ada = await FilmLover.register(system.api);
    const browser = visit();
    const wrong = await browser.post('/me/sign-in', { password: 'a wrong password' }, ada.token);
    expect((wrong.body as Problem).code).toBe('wrong_password');
    const as = someone();
    const begun = await browser.post('/me/sign-in', { password: ada.password }, ada.token);
    expect(await goOn(browser, begun, as)).toBe('/account?linked=yes');
    expect(await visit().signIn({ as })).toBe('/signed-in?next=%2F');
    // Of one person there it cannot be two here.
    const bob = await FilmLover.register(system.api);
    const bobs = visit();
    const taken = await bobs.post('/me/sign-in', { password: bob.password }, bob.token);
    expect(await goOn(bobs, taken, as)).toBe('/account?failed=identity_taken');

    expect((await ada.delete('/me/sign-in')).status).toBe(204);
    expect(await ways(ada)).toMatchObject({ hasPassword: true });
    expect((await ways(ada)).linkedAt).toBeUndefined();
    expect((await bobs.post('/auth/login', { email: ada.email, password: ada.password })).status).toBe(200);
  });

  it('stays while there is no password, which a fresh sign-in there sets', async () => {
    const { browser, as, person } = await member();
    const stays = await person.delete<Problem>('/me/sign-in');
    expect([stays.status, stays.body.code]).toEqual([409, 'password_needed']);
    const password = 'a password of mine';
    const refused = await person.send<Problem>('PATCH', '/me', { password });
    expect([refused.status, refused.body.code]).toEqual([403, 'sign_in_again']);
    const confirm = () => browser.post('/me/sign-in/confirmation', {}, person.token);
    // Somebody else at the same desk is not them.
    expect(await goOn(browser, await confirm(), someone())).toBe('/account?failed=sign_in_again');
    expect(await goOn(browser, await confirm(), as)).toBe('/account?confirmed=yes');
    person.cookie = browser.cookie;
    expect(await ways(person)).toMatchObject({ isConfirmed: true });
    const other = await FilmLover.register(system.api);
    other.cookie = browser.cookie;
    expect(await ways(other)).toMatchObject({ isConfirmed: false });
    expect((await person.send('PATCH', '/me', { password })).status).toBe(200);
    expect((await anyone().post('/auth/login', { email: as, password })).status).toBe(200);
    expect((await person.delete('/me/sign-in')).status).toBe(204);
  });

  it('deletes an account without a password after a fresh sign-in, and a new one begins there', async () => {
    const { browser, as, person } = await member();
    const refused = await person.delete<Problem>('/me', {});
    expect([refused.status, refused.body.code]).toEqual([403, 'sign_in_again']);
    expect((await person.delete<Problem>('/me', { password: 'a guess' })).body.code).toBe('sign_in_again');
    await goOn(browser, await browser.post('/me/sign-in/confirmation', {}, person.token), as);
    person.cookie = browser.cookie;
    const { id } = (await person.get<UserProfile>('/me')).body;
    expect((await person.delete('/me', {})).status).toBe(204);
    const anew = await member(as);
    expect((await anew.person.get<UserProfile>('/me')).body.id).not.toBe(id);
  });

  it('is not for personal tokens, and a password that is missing is asked for', async () => {
    const ada = await FilmLover.register(system.api);
    expect((await ada.delete<Problem>('/me', {})).body.code).toBe('validation_failed');
    const { body } = await ada.post<{ token: string }>('/me/tokens', { name: 'x', scopes: ['read'] });
    const script = Object.assign(anyone(), { token: body.token });
    expect((await script.get<Problem>('/me/sign-in')).body.code).toBe('scope_missing');
  });
});
