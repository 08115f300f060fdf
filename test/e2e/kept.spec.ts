import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/process/eventually.js';
import { FilmLover, type RecommendationsPage } from '../support/system/film-lover.js';
import { loveOf } from '../support/system/small.dataset.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

/** The fast lane leaves a request with this header to the slow way, and neither compresses. */
const SLOWLY = { 'x-no-compression': '1' };
/** What two answers to the same request may differ in. */
const OF_ONE_ANSWER = ['date', 'x-correlation-id', 'keep-alive', 'connection'];

describe('answers that are sent again', () => {
  const system = sharedSystem();
  /** Who asks from an address of their own, so that what counts is theirs. */
  const from = { 'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}` };
  let ada: FilmLover;

  beforeAll(async () => {
    await system.ready();
    ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () => ada.rate(loveOf('space')));
  }, 180_000);

  async function ask(path: string, headers: Record<string, string> = {}, who = ada) {
    const answer = await who.send('GET', path, undefined, {
      'accept-encoding': 'identity',
      ...from,
      ...headers,
    });
    return { ...answer, headers: Object.fromEntries(answer.headers) };
  }

  const sentAgain = async () =>
    Number(/^answers_sent_again_total\S* (\d+)/m.exec(await system.ask('gateway', '/metrics'))?.[1] ?? 0);

  const comparable = ({ status, headers, body }: Awaited<ReturnType<typeof ask>>) => ({
    status,
    body,
    headers: Object.fromEntries(
      Object.entries(headers).filter(
        ([name]) => !OF_ONE_ANSWER.includes(name) && !/^x-ratelimit-(remaining|reset)/.test(name),
      ),
    ),
  });

  it.each([
    ['/me/recommendations', {}],
    ['/me/recommendations?limit=5', {}],
    ['/me/recommendations', { 'accept-language': 'de' }],
    ['/me/onboarding?limit=10', {}],
    ['/genres', {}],
    ['/movies?limit=5', {}],
    ['/movies/search?q=space', {}],
    ['/movies/names?q=space', {}],
  ])('%s %j are the same bytes and headers, whichever way they go', async (path, headers) => {
    // Again when somebody's rating has changed a film in between.
    await eventually(async () => {
      expect((await ask(path, headers)).status).toBe(200);
      const before = await sentAgain();
      const answer = await ask(path, headers);
      expect(await sentAgain()).toBeGreaterThan(before);
      expect(answer.status).toBe(200);
      expect(comparable(answer)).toEqual(comparable(await ask(path, { ...headers, ...SLOWLY })));
    });
  });

  it.each([
    ['an unknown parameter', '/me/recommendations?colour=red', {}, 400],
    ['a cursor of nobody', '/me/recommendations?cursor=nothing', {}, 400],
    ['a filter', '/me/recommendations?genre=Drama', {}, 200],
    ['a token that is none', '/me/recommendations', { authorization: 'Bearer nothing' }, 401],
    ['no token', '/me/recommendations', { authorization: '' }, 401],
    ['a film that is not there', '/movies/999999999', {}, 404],
  ])('leave %s to the slow way', async (_what, path, headers, status) => {
    await ask('/me/recommendations');
    const answers = [
      await ask(path, headers),
      await ask(path, headers),
      await ask(path, { ...headers, ...SLOWLY }),
    ];
    const plain = answers.map((answer) => {
      const { body, ...rest } = comparable(answer);
      return { ...rest, body: { ...(body as object), correlationId: undefined } };
    });
    expect(answers[0].status).toBe(status);
    expect(plain[0]).toEqual(plain[2]);
    expect(plain[1]).toEqual(plain[2]);
  });

  it.each(['br', 'gzip'])('are compressed once: %s', async (encoding) => {
    const [first, again] = [
      await ask('/me/recommendations', { 'accept-encoding': encoding }),
      await ask('/me/recommendations', { 'accept-encoding': encoding }),
    ];
    expect(again.headers['content-encoding']).toBe(encoding);
    expect(comparable(again)).toEqual(comparable(first));
    expect(again.body).toEqual((await ask('/me/recommendations')).body);
  });

  it.each(['/me/recommendations', '/genres'])('%s is not sent to who has it already', async (path) => {
    const { headers } = await ask(path);
    const tag = { 'if-none-match': `"other", W/${headers.etag}` };
    const [again, slowly] = [await ask(path, tag), await ask(path, { ...tag, ...SLOWLY })];
    expect([again.status, again.body, again.headers['content-length']]).toEqual([304, '', undefined]);
    expect(comparable(again)).toEqual(comparable(slowly));
    expect((await ask(path, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('show nothing of what was rated a moment ago, and are made anew of the list that follows', async () => {
    const claire = await FilmLover.register(system.api);
    await claire.untilListed(1, () => claire.rate(loveOf('paris')));
    const page = async () => await ask('/me/recommendations', {}, claire);
    await page();
    const { headers, body } = await page();
    const top = (body as RecommendationsPage).items[0].movie.id;
    await claire.untilListed(2, async () => {
      await claire.rate({ [top]: 5 });
      const soon = (await page()).body as RecommendationsPage;
      expect(soon.items.map(({ movie }) => movie.id)).not.toContain(top);
    });
    const after = await page();
    expect((after.body as RecommendationsPage).ratingsVersion).toBe(2);
    expect(after.headers.etag).not.toBe(headers.etag);
    expect((await page()).body).toEqual(after.body);
  });

  it('end with the account', async () => {
    const bob = await FilmLover.register(system.api);
    await bob.untilListed(1, () => bob.rate(loveOf('space')));
    await ask('/me/recommendations', {}, bob);
    expect((await ask('/me/recommendations', {}, bob)).status).toBe(200);
    expect((await bob.delete('/me', { password: bob.password })).status).toBe(204);
    expect((await ask('/me/recommendations', {}, bob)).status).toBe(401);
  });

  it('count once each towards the reader’s limit: sent again, made anew, or begun as the one and ended as the other', async () => {
    const dora = await FilmLover.register(system.api);
    await dora.untilListed(1, () => dora.rate(loveOf('space')));
    const left = async (headers = {}) =>
      Number((await ask('/me/recommendations', headers, dora)).headers['x-ratelimit-remaining-user']);
    const before = await left();
    const counted = [await left(), await left(SLOWLY), await left()];
    // What was counted on the fast lane and left to the slow way after all: the list is behind.
    await dora.rate({ [Object.keys(loveOf('paris'))[0]]: 1 });
    counted.push(await left());
    expect(counted).toEqual([before - 1, before - 2, before - 3, before - 5]);
  });

  it('are refused beyond the limit of their route', async () => {
    const here = { 'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}` };
    const search = (headers = {}) =>
      ask('/movies/search?q=robot', { authorization: '', ...here, ...headers });
    const limit = Number((await search()).headers['x-ratelimit-limit-search']);
    const rest = await Promise.all(Array.from({ length: limit - 1 }, () => search()));
    expect(rest.every(({ status }) => status === 200)).toBe(true);
    const [refused, slowly] = [await search(), await search(SLOWLY)];
    expect([refused.status, slowly.status]).toEqual([429, 429]);
    expect(Object.keys(comparable(refused).headers)).toEqual(Object.keys(comparable(slowly).headers));
  });
});
