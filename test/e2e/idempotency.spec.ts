import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FilmLover, type Problem } from '../support/system/film-lover.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

type Saved = { ratingsVersion: number; saved: number };

describe('a change with an Idempotency-Key', () => {
  const system = sharedSystem();
  let ada: FilmLover;

  beforeAll(() => system.ready(), 180_000);
  beforeAll(async () => {
    ada = await FilmLover.register(system.api);
  });

  const save = <T = Saved>(key: string, rating: number, person = ada) =>
    person.send<T>(
      'PUT',
      '/me/ratings',
      { ratings: [{ movieId: '1001', rating }] },
      { 'idempotency-key': key },
    );

  it('is made once, however often it is sent, and answered as the first time', async () => {
    const key = randomUUID();
    const [first, again] = [await save(key, 4), await save(key, 4)];
    expect([first.status, first.headers.get('idempotent-replay')]).toEqual([200, null]);
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, 'true']);
    expect(again.body).toEqual(first.body);
    const { body } = await save(randomUUID(), 4.5);
    expect(body.ratingsVersion).toBe(first.body.ratingsVersion + 1);
  });

  it('is made once when it is sent many times at once', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => save<Saved & Problem>(key, 3)));
    const saved = answers.filter(({ status }) => status === 200);
    expect(new Set(saved.map(({ body }) => body.ratingsVersion)).size).toBe(1);
    for (const { body, headers } of answers.filter(({ status }) => status !== 200))
      expect([body.code, headers.get('retry-after')]).toEqual(['request_in_progress', '1']);
  });

  it('keeps an answer without a body, and a refusal that would last', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    for (const replayed of [null, 'true']) {
      const answer = await ada.send('PUT', '/me/watchlist/1002', undefined, headers);
      expect([answer.status, answer.headers.get('idempotent-replay')]).toEqual([204, replayed]);
    }
    const other = { 'idempotency-key': randomUUID() };
    for (const replayed of [null, 'true']) {
      const answer = await ada.send<Problem>('PUT', '/me/ratings/999999', { rating: 4 }, other);
      expect([answer.status, answer.body.code]).toEqual([404, 'movie_not_found']);
      expect(answer.headers.get('idempotent-replay')).toBe(replayed);
    }
  });

  it('is refused when the key was for another change', async () => {
    const key = randomUUID();
    await save(key, 4);
    const { status, body } = await save<Problem>(key, 5);
    expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('is another person’s own, with the same key', async () => {
    const key = randomUUID();
    await save(key, 4);
    const bob = await FilmLover.register(system.api);
    const answer = await save(key, 4, bob);
    expect([answer.status, answer.headers.get('idempotent-replay')]).toEqual([200, null]);
    expect(answer.body.ratingsVersion).toBe(1);
  });

  it.each([['x'.repeat(201)], ['two words']])('is refused when the key is %j', async (key) => {
    expect((await save<Problem>(key, 4)).body.errors).toMatchObject([{ path: 'idempotency-key' }]);
  });

  it('logs in when it registers once more, and only with the same key', async () => {
    const guest = new FilmLover(system.api);
    const account = { email: `${randomUUID()}@example.com`, password: 'correct horse battery' };
    const register = <T>(key: string) =>
      guest.send<T>('POST', '/auth/register', account, { 'idempotency-key': key });
    const key = randomUUID();
    const first = await register<{ user: object }>(key);
    const again = await register<{ user: object }>(key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.user).toEqual(first.body.user);
    expect((await register<Problem>(randomUUID())).body.code).toBe('email_taken');
  });
});
