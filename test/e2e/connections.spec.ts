import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Connection } from '#contracts/users/connections.rpc.js';
import type { MovieCard } from '#contracts/catalog/movie.js';
import { eventually } from '../support/process/eventually.js';
import { FilmLover, type Items, type Problem } from '../support/system/film-lover.js';
import { sharedSystem } from '../support/system/shared.system.js';
import { movieId } from '../support/system/small.dataset.js';

jest.setTimeout(60_000);

type Made = Connection & { path: string };
type InboxItem = { id: string; movie: MovieCard; playedAt: string; source: string };

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const FILM = movieId('space', 5);

describe('a connected media server', () => {
  const system = sharedSystem();
  let ada: FilmLover;

  beforeAll(() => system.ready(), 180_000);
  beforeAll(async () => {
    ada = await FilmLover.register(system.api);
  });

  const connect = async (kind: string, username = 'Ada', person = ada) => {
    const { body, status } = await person.post<Made>('/me/connections', { kind, username });
    expect(status).toBe(201);
    return { ...body, hook: body.path.replace('/api/v1', '') };
  };
  const connections = async (person = ada) =>
    (await person.get<Items<Connection>>('/me/connections')).body.items;
  const inbox = async (person = ada) => (await person.get<Items<InboxItem>>('/me/inbox')).body.items;
  const server = new FilmLover(system.api);
  /** As servers do, again when this one is busy. */
  const tell = async (hook: string, body: unknown, headers: Record<string, string> = {}) => {
    for (let tries = 1; ; tries += 1) {
      const answer = await server.send<Problem>('POST', hook, body, headers);
      if (answer.status !== 503 || tries === 10) return answer;
    }
  };
  const played = (more: object = {}) => ({
    NotificationType: 'PlaybackStop',
    UtcTimestamp: minutesAgo(5),
    NotificationUsername: 'ada',
    ItemType: 'Movie',
    Name: 'space film 5',
    Provider_tmdb: FILM,
    PlayedToCompletion: true,
    ...more,
  });

  it('makes a film that was played wait to be asked about, once', async () => {
    const bob = await FilmLover.register(system.api);
    const { hook, id } = await connect('jellyfin', 'ada', bob);
    const [, ...replays] = [
      await tell(hook, played()),
      await tell(hook, played()),
      await tell(hook, played({ UtcTimestamp: minutesAgo(4) })),
      await tell(hook, JSON.stringify(played()), { 'content-type': 'text/plain; charset=utf-8' }),
    ];
    expect(replays.map(({ status }) => status)).toEqual([202, 202, 202]);
    const [asked, ...more] = await inbox(bob);
    expect(more).toEqual([]);
    expect(asked).toMatchObject({ kind: 'how-was-it', source: 'jellyfin', movie: { id: FILM } });
    const { body: seen } = await bob.get<Items<object>>('/me/seen');
    expect(seen.items).toMatchObject([{ movie: { id: FILM }, seenAt: minutesAgo(5).slice(0, 10) }]);
    const { body: stored } = await bob.get('/me/export');
    expect(stored).toMatchObject({ connections: [{ id }], inbox: [{ movieId: FILM }], tokens: [] });
    const [connection] = await connections(bob);
    expect(connection).toMatchObject({ id, kind: 'jellyfin', username: 'ada' });
    expect(connection.lastPlayAt).toBeDefined();
    await eventually(async () => expect((await connections(bob))[0].lastUsedAt).toBeDefined());
    expect(JSON.stringify(connection)).not.toMatch(/mrhook_|digest/);
  });

  it('is told at once many times, and asks once', async () => {
    const bob = await FilmLover.register(system.api);
    const { hook } = await connect('jellyfin', 'ada', bob);
    const answers = await Promise.all(Array.from({ length: 8 }, () => tell(hook, played())));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(202));
    expect(await inbox(bob)).toHaveLength(1);
  });

  it('asks no more once the film is rated, and again when it is watched again', async () => {
    const { hook } = await connect('jellyfin');
    await tell(hook, played({ UtcTimestamp: minutesAgo(60 * 24) }));
    expect(await inbox()).toHaveLength(1);
    expect((await ada.put(`/me/ratings/${FILM}`, { rating: 4 })).status).toBe(200);
    expect(await inbox()).toEqual([]);
    await tell(hook, played({ UtcTimestamp: new Date(Date.now() + 2000).toISOString() }));
    const [again] = await inbox();
    expect((await ada.delete(`/me/inbox/${again.id}`)).status).toBe(204);
    expect((await ada.delete(`/me/inbox/${again.id}`)).status).toBe(204);
    expect(await inbox()).toEqual([]);
  });

  it('tells nothing of other people on the server, and says that it heard of them', async () => {
    const bob = await FilmLover.register(system.api);
    const { hook } = await connect('jellyfin', 'bob', bob);
    expect((await tell(hook, played({ NotificationUsername: 'carol' }))).status).toBe(202);
    expect(await inbox(bob)).toEqual([]);
    expect((await bob.get<Items<object>>('/me/seen')).body.items).toEqual([]);
    const [{ lastPlayAt, lastOtherAt }] = await connections(bob);
    expect([lastPlayAt, lastOtherAt]).toEqual([undefined, expect.any(String)]);
  });

  it('may be Plex, with a picture in its form, and takes a rating over', async () => {
    const bob = await FilmLover.register(system.api);
    const { path } = await connect('plex', 'ada', bob);
    const send = (message: object) => {
      const form = new FormData();
      form.set('payload', JSON.stringify(message));
      form.set('thumb', new Blob([Buffer.alloc(50_000, 1)], { type: 'image/jpeg' }), 'thumb.jpg');
      return fetch(system.origin('gateway') + path, { method: 'POST', body: form });
    };
    const Metadata = { type: 'movie', title: 'space film 5', year: 1965, Guid: [{ id: `tmdb://${FILM}` }] };
    const Account = { title: 'Ada' };
    expect((await send({ event: 'media.scrobble', Account, Metadata })).status).toBe(202);
    expect(await inbox(bob)).toMatchObject([{ source: 'plex', movie: { id: FILM } }]);
    expect((await send({ event: 'media.rate', rating: 9, Account, Metadata })).status).toBe(202);
    const { body } = await bob.get<Items<{ rating: number }>>('/me/ratings');
    expect(body.items).toMatchObject([{ movie: { id: FILM }, rating: 4.5 }]);
    expect(await inbox(bob)).toEqual([]);
  });

  it('may be Emby, and name a film by title and year alone', async () => {
    const bob = await FilmLover.register(system.api);
    const { hook } = await connect('emby', 'ada', bob);
    const { title, year } = (await bob.get<MovieCard>(`/movies/${FILM}`)).body;
    const message = (ProductionYear?: number) => ({
      Event: 'playback.stop',
      Date: minutesAgo(1),
      User: { Name: 'ada' },
      Item: { Type: 'Movie', Name: title, ProductionYear, ProviderIds: { Tmdb: '999999' } },
      PlaybackInfo: { PlayedToCompletion: true },
    });
    await tell(hook, message());
    expect(await inbox(bob)).toEqual([]);
    await tell(hook, message(year));
    expect(await inbox(bob)).toMatchObject([{ source: 'emby', movie: { id: FILM } }]);
  });

  it.each([
    ['an event of another kind', { NotificationType: 'ItemAdded', ItemType: 'Movie' }],
    ['a film that is not here', { Provider_tmdb: '987654321', Name: undefined }],
    ['nothing', undefined],
    ['a list', [1, 2]],
  ])('may send %s', async (_, more) => {
    const bob = await FilmLover.register(system.api);
    const { hook } = await connect('jellyfin', 'ada', bob);
    const body = Array.isArray(more) ? more : more && played(more);
    expect((await tell(hook, body)).status).toBe(202);
    expect(await inbox(bob)).toEqual([]);
  });

  it('is refused when the secret is forged, revoked or gone with its account', async () => {
    const bob = await FilmLover.register(system.api);
    const { hook, id } = await connect('jellyfin', 'ada', bob);
    const forged = `${hook.slice(0, -4)}AAAA`;
    for (const path of [forged, '/hooks/nonsense', `/hooks/${'x'.repeat(190)}`])
      expect((await tell(path, played())).body.code).toBe('entry_not_found');
    expect((await ada.delete(`/me/connections/${id}`)).status).toBe(404);
    expect((await bob.delete(`/me/connections/${id}`)).status).toBe(204);
    expect((await tell(hook, played())).status).toBe(404);
    const other = await connect('jellyfin', 'ada', bob);
    expect((await bob.delete('/me', { password: bob.password })).status).toBe(204);
    expect((await tell(other.hook, played())).status).toBe(404);
  });

  it('is slowed down when it sends too much, and may send no more than a message', async () => {
    const { hook } = await connect('jellyfin');
    const from = { 'x-forwarded-for': '192.0.2.78' };
    const statuses: number[] = [];
    // Not all at once: the gateway would be too busy to count them.
    while (statuses.length < 400 && !statuses.includes(429)) {
      const some = Array.from({ length: 20 }, () => tell('/hooks/x', {}, from));
      statuses.push(...(await Promise.all(some)).map(({ status }) => status));
    }
    expect(statuses).toContain(429);
    const large = await tell(hook, played({ Overview: 'x'.repeat(300_000) }));
    expect(large.status).toBe(413);
    expect((await tell(hook, '{"half', { 'content-type': 'text/plain' })).body.code).toBe('malformed_json');
  });

  it('is one of ten at most, and needs a name', async () => {
    const bob = await FilmLover.register(system.api);
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () =>
        bob.send('POST', '/me/connections', { kind: 'plex', username: 'b' }, { 'idempotency-key': key }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    const nameless = await bob.post<Problem>('/me/connections', { kind: 'plex', username: ' ' });
    expect(nameless.body.errors).toMatchObject([{ path: 'username' }]);
  });
});

describe('a feed', () => {
  const system = sharedSystem();
  const films = (text: string) =>
    [...text.matchAll(/<item>\s*<title>.*?(space film \d+)/gs)].map(([, title]) => title);

  beforeAll(() => system.ready(), 180_000);

  it('shows its owner’s list to whoever has its address, until it is removed', async () => {
    const ada = await FilmLover.register(system.api);
    await ada.untilListed(1, () =>
      ada.rate(Object.fromEntries([0, 3, 6, 9, 12].map((n) => [movieId('space', n), 5]))),
    );
    const { body } = await ada.post<{ id: string; path: string }>('/me/feeds', { kind: 'list' });
    const read = () => fetch(system.origin('gateway') + body.path);
    const answer = await read();
    expect(answer.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
    const text = await answer.text();
    const top = (await ada.list('?limit=5')).items.map(({ movie }) => movie.title);
    expect(films(text).slice(0, 5)).toEqual(top);
    expect(text).toContain(`<link>${system.origin('gateway')}/movies/`);
    expect(text).toMatch(/\d\.\d ★ · \w+/);
    const { items } = (await ada.get<Items<{ id: string; lastUsedAt?: string }>>('/me/feeds')).body;
    expect(items).toMatchObject([{ id: body.id, kind: 'list' }]);
    expect(JSON.stringify(items)).not.toMatch(/mrfeed_|digest/);
    expect((await ada.delete(`/me/feeds/${body.id}`)).status).toBe(204);
    expect((await read()).status).toBe(404);
    expect((await ada.get('/feeds/nonsense/films.rss')).status).toBe(404);
  });

  it('shows new films alone, if there are any', async () => {
    const ada = await FilmLover.register(system.api);
    const { body } = await ada.post<{ path: string }>('/me/feeds', { kind: 'new-films' });
    const answer = await fetch(system.origin('gateway') + body.path);
    expect(answer.status).toBe(200);
    expect(films(await answer.text())).toEqual([]);
  });

  it('are a calendar too, which says when it is still the same', async () => {
    const ada = await FilmLover.register(system.api);
    const { body } = await ada.post<{ path: string; calendarPath: string }>('/me/feeds', {
      kind: 'new-films',
    });
    const address = system.origin('gateway') + body.calendarPath;
    const answer = await fetch(address);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(await answer.text()).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR/);
    const tag = answer.headers.get('etag')!;
    const again = await fetch(address, { headers: { 'if-none-match': tag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const list = await ada.post<{ path: string; calendarPath?: string }>('/me/feeds', { kind: 'list' });
    expect(list.body.calendarPath).toBeUndefined();
    expect((await fetch(system.origin('gateway') + list.body.path.replace('.rss', '.ics'))).status).toBe(404);
  });
});
