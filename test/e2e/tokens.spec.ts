import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { projectRoot } from '#platform/config/project-root.js';
import type { MadeToken, PersonalToken, Scope } from '#contracts/users/tokens.rpc.js';
import { eventually } from '../support/process/eventually.js';
import { answerOf, ApiError, movieRecommender } from '../../libs/client/client.js';
import { FilmLover, type Items, type Problem } from '../support/system/film-lover.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

interface Operation {
  security?: Record<string, unknown>[];
  'x-token-scope'?: string;
  description?: string;
}

/** What only who is logged in may do, whatever a token's scopes: each is an account's own or a token's own affair. */
const ONLY_LOGGED_IN = [
  'patch /api/v1/me',
  'delete /api/v1/me',
  'delete /api/v1/me/sessions',
  'get /api/v1/me/sign-in',
  'post /api/v1/me/sign-in',
  'delete /api/v1/me/sign-in',
  'post /api/v1/me/sign-in/confirmation',
  'get /api/v1/me/tokens',
  'post /api/v1/me/tokens',
  'delete /api/v1/me/tokens/{id}',
];

describe('a personal token', () => {
  const system = sharedSystem();
  let ada: FilmLover;

  beforeAll(() => system.ready(), 180_000);
  beforeAll(async () => {
    ada = await FilmLover.register(system.api);
  });

  const make = async (scopes: Scope[], more: object = {}, person = ada) => {
    const { body, status } = await person.post<MadeToken>('/me/tokens', { name: 'script', scopes, ...more });
    expect(status).toBe(201);
    return body;
  };
  const by = (token: string) => Object.assign(new FilmLover(system.api), { token });
  const list = async (person = ada) => (await person.get<Items<PersonalToken>>('/me/tokens')).body.items;

  it('opens the routes of its scopes, and no other', async () => {
    const made = await make(['read']);
    expect(made.token).toMatch(/^mr_/);
    const script = by(made.token);
    expect((await script.get<{ email: string }>('/me')).body.email).toBe(ada.email);
    expect((await script.get('/me/recommendations')).status).toBe(200);
    const refused = await script.put<Problem>('/me/watchlist/1001');
    expect([refused.status, refused.body.code]).toEqual([403, 'scope_missing']);
    const rater = by((await make(['rate'])).token);
    expect((await rater.put('/me/ratings/1001', { rating: 4 })).status).toBe(200);
    expect((await rater.get<Problem>('/me/ratings')).body.code).toBe('scope_missing');
  });

  it('never changes the account, nor makes or sees tokens', async () => {
    const all = by((await make(['read', 'rate', 'import', 'connect'])).token);
    const { password } = ada;
    const answers = await Promise.all([
      all.send<Problem>('PATCH', '/me', { password: 'a new password', currentPassword: password }),
      all.delete<Problem>('/me', { password }),
      all.delete<Problem>('/me/sessions'),
      all.get<Problem>('/me/tokens'),
      all.post<Problem>('/me/tokens', { name: 'another', scopes: ['read'] }),
    ]);
    expect(answers.map(({ body }) => body.code)).toEqual(Array(5).fill('scope_missing'));
  });

  it('is shown once, and stands in the list with its expiry and its last use', async () => {
    const bob = await FilmLover.register(system.api);
    const key = { 'idempotency-key': randomUUID() };
    const body = { name: ' TV ', scopes: ['read'], expiresInDays: 30 };
    const first = await bob.send<MadeToken>('POST', '/me/tokens', body, key);
    const again = await bob.send<MadeToken>('POST', '/me/tokens', body, key);
    // A repeat makes another: an answer with a secret in it is not kept.
    expect(again.body.token).not.toBe(first.body.token);
    expect(first.headers.get('cache-control')).toContain('no-store');
    const [newer, older] = await list(bob);
    expect([newer.id, older.id]).toEqual([again.body.id, first.body.id]);
    expect(older).toMatchObject({ name: 'TV', scopes: ['read'] });
    expect(Date.parse(older.expiresAt) - Date.parse(older.createdAt)).toBe(30 * 86_400_000);
    expect(JSON.stringify([newer, older])).not.toMatch(/mr_|digest/);
    expect(older.lastUsedAt).toBeUndefined();
    await by(first.body.token).get('/me');
    await eventually(async () => expect((await list(bob))[1].lastUsedAt).toBeDefined());
  });

  it('works no more as soon as it is revoked', async () => {
    const { id, token } = await make(['read']);
    const other = await make(['read']);
    expect((await by(token).get('/me')).status).toBe(200);
    expect((await ada.delete(`/me/tokens/${id}`)).status).toBe(204);
    const refused = await by(token).get<Problem>('/me');
    expect([refused.status, refused.body.code]).toEqual([401, 'unauthorized']);
    expect((await by(other.token).get('/me')).status).toBe(200);
    expect((await ada.delete<Problem>(`/me/tokens/${id}`)).body.code).toBe('entry_not_found');
    expect((await ada.delete<Problem>('/me/tokens/nonsense')).status).toBe(404);
  });

  it('is nobody else’s to revoke, and goes with its account', async () => {
    const bob = await FilmLover.register(system.api);
    const { id, token } = await make(['read'], {}, bob);
    expect((await ada.delete(`/me/tokens/${id}`)).status).toBe(404);
    expect((await by(token).get('/me')).status).toBe(200);
    expect((await bob.delete('/me', { password: bob.password })).status).toBe(204);
    await eventually(async () => expect((await by(token).get('/me')).status).toBe(401));
  });

  it('is refused when it is forged, and whoever tries many waits', async () => {
    const { token } = await make(['read']);
    const forged = `${token.slice(0, -5)}AAAAA`;
    for (const one of [forged, 'mr_', `mr_${'0'.repeat(40)}_${'A'.repeat(43)}`, `${token}x`])
      expect((await by(one).get<Problem>('/me')).body.code).toBe('unauthorized');
    const from = { 'x-forwarded-for': '192.0.2.77' };
    const attempt = (n: number) =>
      by(`${token.slice(0, -5)}${String(10_000 + n)}`).send<Problem>('GET', '/me', undefined, from);
    const answers: Awaited<ReturnType<typeof attempt>>[] = [];
    // Not all at once: the gateway would be too busy to count them.
    while (answers.length < 300 && !answers.some(({ status }) => status === 429))
      answers.push(...(await Promise.all(Array.from({ length: 10 }, (_, n) => attempt(answers.length + n)))));
    const refused = answers.filter(({ body }) => body.code === 'unauthorized');
    expect(refused.length).toBeLessThanOrEqual(120);
    const slowed = answers.find(({ body }) => body.code === 'too_many_requests')!;
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await by(token).get('/me')).status).toBe(200);
  });

  it.each([
    ['no scope', { name: 'x', scopes: [] }, 'scopes'],
    ['a scope that is none', { name: 'x', scopes: ['all'] }, 'scopes'],
    ['no name', { name: ' ', scopes: ['read'] }, 'name'],
    ['no end in sight', { name: 'x', scopes: ['read'], expiresInDays: 4000 }, 'expiresInDays'],
  ])('is not made with %s', async (_, body, path) => {
    const { body: problem } = await ada.post<Problem>('/me/tokens', body);
    expect(problem.errors).toMatchObject([{ path }]);
  });

  it('is one of twenty at most, however many are asked for at once', async () => {
    const bob = await FilmLover.register(system.api);
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => bob.post<Problem>('/me/tokens', { name: 'x', scopes: ['read'] })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    expect(answers.filter(({ body }) => body.code === 'limit_reached')).toHaveLength(5);
    expect(await list(bob)).toHaveLength(20);
  });

  it('is what the typed client speaks with', async () => {
    const origin = system.origin('gateway');
    const films = movieRecommender({ origin, token: (await make(['read'])).token });
    const query = { limit: 3 };
    const { items } = await answerOf(films.GET('/api/v1/me/recommendations', { params: { query } }));
    expect(items).toHaveLength(3);
    const params = { path: { movieId: items[0].movie.id } };
    const refused = answerOf(films.PUT('/api/v1/me/ratings/{movieId}', { params, body: { rating: 4 } }));
    const error: ApiError = await refused.then(
      () => {
        throw new Error('it was not refused');
      },
      (thrown: ApiError) => thrown,
    );
    expect(error).toBeInstanceOf(ApiError);
    expect([error.status, error.code]).toEqual([403, 'scope_missing']);
  });

  const programs = { bash: 'bash', python: 'python3' };
  it.each(Object.entries(programs))('is used by the documented example in %s', async (language, program) => {
    if (spawnSync(program, ['--version']).status !== 0) return console.warn(`no ${program} here`);
    const document = await readFile(join(projectRoot(), 'docs', 'connections.md'), 'utf8');
    const [, example] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(document) ?? [];
    const bob = await FilmLover.register(system.api);
    const { token } = await make(['read', 'rate'], {}, bob);
    const env = { ...process.env, MR: system.origin('gateway'), TOKEN: token, FILM: '1001' };
    const { stdout } = await promisify(execFile)(program, ['-c', example], { env });
    expect(stdout).toMatch(/film \d+/);
    const { body } = await bob.get<Items<object>>('/me/ratings');
    expect(body.items).toMatchObject([{ movie: { id: '1001' }, rating: 4.5 }]);
  });

  it('has every route in the document say which scope it needs, or be known to take none', async () => {
    const document = JSON.parse(await system.ask('gateway', '/docs-json')) as {
      paths: Record<string, Record<string, Operation>>;
    };
    const mine = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, operation]) =>
        operation.security?.some((scheme) => 'bearer' in scheme)
          ? [{ name: `${method} ${path}`, operation }]
          : [],
      ),
    );
    const without = mine.filter(({ operation }) => !operation['x-token-scope']).map(({ name }) => name);
    expect(without.sort()).toEqual([...ONLY_LOGGED_IN].sort());
    const { operation: rate } = mine.find(({ name }) => name === 'put /api/v1/me/ratings/{movieId}')!;
    expect(rate).toMatchObject({ 'x-token-scope': 'rate', security: [{}, {}] });
    expect(rate.description).toContain('`rate`');
  });
});
