import 'reflect-metadata';
import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ACCESS_TOKEN } from '#contracts/users/access.token.js';
import { cookieOf, FilmLover, type Problem } from '../support/system/film-lover.js';
import { isComposed } from '../support/system/new-system.js';
import { sharedSystem } from '../support/system/shared.system.js';
import { TEST_SECRET } from '../support/system/system.js';

jest.setTimeout(60_000);

/** An access token with our own signature. */
function signed(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${body}.${createHmac('sha256', TEST_SECRET).update(body).digest('base64url')}`;
}

const OURS = {
  sub: '66f2c3a17d3e2b0012ab34cd',
  iss: ACCESS_TOKEN.issuer,
  aud: ACCESS_TOKEN.audience,
  exp: 4_000_000_000,
};

describe('sessions', () => {
  const system = sharedSystem();

  beforeAll(() => system.ready(), 180_000);

  it('are renewed by the cookie, and two tabs with the same one get the same next one', async () => {
    const ada = await FilmLover.register(system.api);
    const first = ada.cookie;
    const renewed = await ada.post<{ accessToken: string; expiresIn: number }>('/auth/refresh');
    expect(renewed.body.expiresIn).toBe(900);
    expect(renewed.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/);
    ada.token = renewed.body.accessToken;
    expect((await ada.get('/me')).status).toBe(200);
    ada.cookie = first;
    const again = await ada.post('/auth/refresh');
    expect(again.status).toBe(200);
    expect(cookieOf(again.headers)).toBe(cookieOf(renewed.headers));
    expect(cookieOf(again.headers)).not.toBe(first);
    ada.cookie = cookieOf(again.headers);
    expect((await ada.post('/auth/refresh')).status).toBe(200);
  });

  it('end with a log-out', async () => {
    const ada = await FilmLover.register(system.api);
    expect((await ada.post('/auth/logout')).status).toBe(204);
    expect((await ada.post('/auth/refresh')).status).toBe(401);
  });

  it('end everywhere at once, when their owner says so', async () => {
    const ada = await FilmLover.register(system.api);
    const phone = new FilmLover(system.api);
    const { headers } = await phone.post('/auth/login', { email: ada.email, password: ada.password });
    phone.cookie = cookieOf(headers);
    const bob = await FilmLover.register(system.api);
    const ended = await ada.delete('/me/sessions');
    expect(ended.status).toBe(204);
    expect(ended.headers.get('set-cookie')).toMatch(/refresh_token=;.*Path=\/api\/v1\/auth/);
    expect((await ada.post('/auth/refresh')).status).toBe(401);
    expect((await phone.post('/auth/refresh')).status).toBe(401);
    expect((await bob.post('/auth/refresh')).status).toBe(200);
    expect((await new FilmLover(system.api).delete('/me/sessions')).status).toBe(401);
  });

  it('slow down somebody who guesses passwords', async () => {
    const ada = await FilmLover.register(system.api);
    const guess = () => ada.post<Problem>('/auth/login', { email: ada.email, password: 'a guess' });
    const answers = [];
    for (let i = 0; i < 11; i += 1) answers.push(await guess());
    expect(answers.slice(0, 10).map((answer) => answer.status)).toEqual(Array(10).fill(401));
    expect(answers[10].status).toBe(429);
    expect(Number(answers[10].headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('say whose token it is, who made it and for whom', async () => {
    const ada = await FilmLover.register(system.api);
    const claims = JSON.parse(Buffer.from(ada.token.split('.')[1], 'base64url').toString()) as object;
    expect(claims).toMatchObject({ iss: ACCESS_TOKEN.issuer, aud: ACCESS_TOKEN.audience });
  });

  // Containers make a secret of their own, which nobody knows.
  (isComposed() ? it.skip : it)('accept a token that is made as theirs are', async () => {
    const made = new FilmLover(system.api);
    made.token = signed(OURS);
    expect((await made.get('/me/recommendations')).status).toBe(200);
  });

  it('slow down who guesses the password of a session they have taken, in any route', async () => {
    const ada = await FilmLover.register(system.api);
    const guesses = [];
    for (let i = 0; i < 12; i += 1)
      guesses.push(
        i % 2
          ? await ada.delete<Problem>('/me', { password: 'a guess' })
          : await ada.send<Problem>('PATCH', '/me', { password: 'a new one', currentPassword: 'a guess' }),
      );
    expect(guesses.map(({ status }) => status)).toEqual([...Array<number>(10).fill(403), 429, 429]);
    expect((await ada.send('PATCH', '/me', { displayName: 'Ada' })).status).toBe(200);
  });

  it.each(['/auth/login', '/auth/register', '/auth/refresh', '/auth/logout'])(
    'are not touched by other sites’ pages at %s',
    async (path) => {
      const ada = await FilmLover.register(system.api);
      const body = JSON.stringify({ email: ada.email, password: ada.password });
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const foreign = { origin: 'https://evil.example' };
      expect((await ada.send<Problem>('POST', path, body, foreign)).body.code).toBe('foreign_origin');
      const asForm = await ada.send<Problem>('POST', path, `email=${ada.email}&password=x`, form);
      expect(asForm.body.code).toBe('unsupported_media_type');
      const own = await ada.send('POST', '/auth/refresh', undefined, { origin: system.origin('gateway') });
      expect(own.status).toBe(200);
    },
  );

  it.each([
    ['no token', ''],
    ['a forged token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI2NmYyYzNhMTdkM2UyYjAwMTJhYjM0Y2QifQ.AAAA'],
    ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiI2NmYyYzNhMTdkM2UyYjAwMTJhYjM0Y2QifQ.'],
    ['a token of ours that has expired', signed({ ...OURS, exp: 1_700_000_000 })],
    ['a token that does not expire', signed({ ...OURS, exp: undefined })],
    ['a token for nobody', signed({ ...OURS, sub: undefined })],
    ['a token of another issuer', signed({ ...OURS, iss: 'somebody' })],
    ['a token for another audience', signed({ ...OURS, aud: 'something else' })],
    ['a token that names no issuer', signed({ ...OURS, iss: undefined })],
    ['a token that names no audience', signed({ ...OURS, aud: undefined })],
  ])('is refused with %s', async (_, token) => {
    const nobody = new FilmLover(system.api);
    nobody.token = token;
    const { status, body } = await nobody.get<Problem>('/me/recommendations');
    expect([status, body.code]).toEqual([401, 'unauthorized']);
  });
});
