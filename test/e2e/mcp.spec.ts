import 'reflect-metadata';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { MadeToken, Scope } from '#contracts/users/tokens.rpc.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { FilmLover, type Items, type Problem } from '../support/system/film-lover.js';
import { movieId } from '../support/system/small.dataset.js';
import { sharedSystem } from '../support/system/shared.system.js';

jest.setTimeout(60_000);

interface Film {
  id: string;
  title: string;
  predictedRating?: number;
  reasons?: string[];
}

/** By the SDK's own client, as an assistant speaks. */
describe('an assistant with a personal token', () => {
  const system = sharedSystem();
  let ada: FilmLover;

  beforeAll(() => system.ready(), 180_000);
  beforeAll(async () => {
    ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () =>
      ada.rate(Object.fromEntries([0, 3, 6, 9, 12].map((n) => [movieId('space', n), 5]))),
    );
  });

  const tokenFor = async (...scopes: Scope[]) =>
    (await ada.post<MadeToken>('/me/tokens', { name: 'assistant', scopes })).body.token;
  const assistant = async (token: string) => {
    const client = new Client({ name: 'test', version: '1' });
    const url = new URL(`${system.origin('gateway')}/mcp`);
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
    return client;
  };
  const call = async (client: Client, name: string, given: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: given });
    const [{ text }] = content as { text: string }[];
    return { text, isError, films: () => (JSON.parse(text) as { films: Film[] }).films };
  };

  it('finds the tools that its scopes allow', async () => {
    const reader = await assistant(await tokenFor('read'));
    const names = (await reader.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['recommend', 'why', 'search', 'watchlist']));
    expect(names).not.toContain('rate');
    expect((await call(reader, 'rate', { movieId: '1001', rating: 5 })).isError).toBe(true);
    const both = await assistant(await tokenFor('read', 'rate'));
    const { tools } = await both.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['rate', 'seen', 'watch_later']));
    expect(tools.find(({ name }) => name === 'search')?.annotations?.readOnlyHint).toBe(true);
    expect(tools.find(({ name }) => name === 'rate')?.inputSchema.required).toEqual(['movieId', 'rating']);
  });

  it('recommends by filters, and says why', async () => {
    const client = await assistant(await tokenFor('read'));
    const films = (await call(client, 'recommend', { limit: 5, genre: ['Science Fiction'] })).films();
    expect(films).toHaveLength(5);
    for (const { title, reasons, predictedRating } of films) {
      expect(title).toMatch(/^space/);
      expect(predictedRating).toBeGreaterThan(1);
      expect(reasons?.[0]).toMatch(/\w+ \w+/);
    }
    const why = JSON.parse((await call(client, 'why', { movieId: films[0].id })).text) as { for: string[] };
    expect(why.for[0]).toMatch(/\w+ \w+/);
    const evening = (await call(client, 'tonight', { mood: 'astronauts', limit: 2 })).films();
    expect(evening.map(({ title }) => title)).toEqual([expect.any(String), expect.any(String)]);
    const [found] = (await call(client, 'search', { q: 'paris film 9' })).films();
    expect(found.title).toBe('paris film 9');
  });

  it('rates, marks as seen and keeps for later, as its person would', async () => {
    const client = await assistant(await tokenFor('read', 'rate'));
    const [rated, seen, later] = [30, 31, 32].map((n) => movieId('space', n));
    expect((await call(client, 'rate', { movieId: rated, rating: 4.5 })).isError).toBeUndefined();
    await call(client, 'seen', { movieId: seen, seenAt: '2026-11-01' });
    await call(client, 'watch_later', { movieId: later });
    expect((await call(client, 'watchlist')).films()).toMatchObject([{ id: later }]);
    const ratings = await ada.get<Items<object>>('/me/ratings?limit=1');
    expect(ratings.body.items).toMatchObject([{ movie: { id: rated }, rating: 4.5 }]);
    const { body } = await ada.get<Items<object>>('/me/seen');
    expect(body.items).toMatchObject([{ movie: { id: seen }, seenAt: '2026-11-01' }]);
    await call(client, 'remove_from_watchlist', { movieId: later });
    expect((await call(client, 'watchlist')).films()).toEqual([]);
  });

  it('is told what is wrong with what it asks', async () => {
    const client = await assistant(await tokenFor('read', 'rate'));
    const wrong = await call(client, 'rate', { movieId: '1001', rating: 9 });
    expect([wrong.isError, wrong.text]).toEqual([true, expect.stringContaining('steps of 0.5')]);
    expect((await call(client, 'rate', { movieId: '../../me', rating: 4 })).isError).toBe(true);
    expect((await call(client, 'recommend', { colour: 'blue' })).text).toContain('colour');
    expect((await call(client, 'dance')).isError).toBe(true);
  });

  it('is nobody without a token, or with one that has ended', async () => {
    await expect(assistant('mr_nonsense')).rejects.toThrow(/401|unauthorized/);
    const stranger = new FilmLover(`${system.origin('gateway')}`);
    expect((await stranger.post<Problem>('/mcp', {})).body.code).toBe('unauthorized');
    stranger.token = await tokenFor('read');
    const get = await stranger.get<Problem>('/mcp');
    expect([get.status, get.body.code]).toEqual([405, 'method_not_allowed']);
    expect((await stranger.post('/mcp', { jsonrpc: '1' })).status).toBe(406);
  });
});
