import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MEDIA_SERVERS } from '#contracts/users/connections.rpc.js';
import { hookMessage, isSameName } from './hook.message.js';

const NOW = new Date('2026-11-27T21:00:00Z');
const MATRIX = { tmdb: '603', imdb: 'tt0133093', title: 'The Matrix', year: 1999 };

const jellyfin = (more: object = {}) => ({
  ServerId: 'b1',
  NotificationType: 'PlaybackStop',
  UtcTimestamp: '2026-11-27T20:58:01.1234567Z',
  NotificationUsername: 'ada',
  UserId: '0123',
  ItemType: 'Movie',
  Name: 'The Matrix',
  Year: 1999,
  Provider_tmdb: '603',
  Provider_imdb: 'tt0133093',
  PlayedToCompletion: true,
  ...more,
});
const emby = (more: object = {}, playback: object = { PlayedToCompletion: true }) => ({
  Event: 'playback.stop',
  Date: '2026-11-27T20:58:01.0000000Z',
  User: { Name: 'ada', Id: '1' },
  Item: {
    Name: 'The Matrix',
    Type: 'Movie',
    ProductionYear: 1999,
    RunTimeTicks: 1000,
    ProviderIds: { Tmdb: '603', Imdb: 'tt0133093' },
  },
  PlaybackInfo: playback,
  ...more,
});
const plex = (more: object = {}, film: object = {}) => ({
  event: 'media.scrobble',
  user: true,
  owner: true,
  Account: { id: 1, title: 'ada' },
  Metadata: {
    librarySectionType: 'movie',
    type: 'movie',
    title: 'The Matrix',
    year: 1999,
    guid: 'plex://movie/5d776825880197001ec90a31',
    Guid: [{ id: 'imdb://tt0133093' }, { id: 'tmdb://603' }, { id: 'tvdb://169' }],
    ...film,
  },
  ...more,
});

describe('a message of a media server', () => {
  it('tells of a film played to its end, and when', () => {
    const playedAt = new Date('2026-11-27T20:58:01.123Z');
    expect(hookMessage('jellyfin', jellyfin(), NOW)).toEqual({ username: 'ada', film: MATRIX, playedAt });
    const { playedAt: embys, ...told } = hookMessage('emby', emby(), NOW)!;
    expect(told).toEqual({ username: 'ada', film: MATRIX });
    expect(embys?.toISOString()).toBe('2026-11-27T20:58:01.000Z');
    expect(hookMessage('plex', plex(), NOW)).toEqual({ username: 'ada', film: MATRIX, playedAt: NOW });
  });

  it.each([
    ['jellyfin', jellyfin({ PlayedToCompletion: 'True', Year: '1999' })],
    [
      'jellyfin',
      jellyfin({ NotificationType: 'UserDataSaved', SaveReason: 'PlaybackFinished', Played: true }),
    ],
    ['emby', emby({}, { PositionTicks: 900 })],
    ['plex', plex({}, { Guid: undefined, guid: 'com.plexapp.agents.themoviedb://603?lang=en' })],
    ['plex', plex({}, { Guid: undefined, guid: 'com.plexapp.agents.imdb://tt0133093?lang=en' })],
  ] as const)('is understood in another of its forms (%s, %#)', (server, sent) => {
    const message = hookMessage(server, sent, NOW);
    expect(message?.playedAt).toBeDefined();
    expect(message?.film.year).toBe(1999);
    expect(message?.film.tmdb ?? message?.film.imdb).toMatch(/^(603|tt0133093)$/);
  });

  it('tells of a rating, of ten, as stars', () => {
    const rated = (Rating: unknown) =>
      hookMessage(
        'jellyfin',
        jellyfin({ NotificationType: 'UserDataSaved', SaveReason: 'UpdateUserRating', Rating }),
      )?.stars;
    expect([9, '7', 1, 10, 0, -1, 11, 'much', undefined].map(rated)).toEqual([
      4.5,
      3.5,
      1,
      5,
      ...Array<undefined>(5).fill(undefined),
    ]);
    expect(hookMessage('plex', plex({ event: 'media.rate', rating: 8 }))).toEqual({
      username: 'ada',
      film: MATRIX,
      stars: 4,
    });
  });

  it.each([
    ['a film stopped halfway', 'jellyfin', jellyfin({ PlayedToCompletion: false })],
    ['an episode', 'jellyfin', jellyfin({ ItemType: 'Episode' })],
    ['a new film on the server', 'jellyfin', jellyfin({ NotificationType: 'ItemAdded' })],
    [
      'a film marked by hand',
      'jellyfin',
      jellyfin({ NotificationType: 'UserDataSaved', SaveReason: 'TogglePlayed', Played: true }),
    ],
    ['nobody’s play', 'jellyfin', jellyfin({ NotificationUsername: undefined })],
    ['a play of last year', 'jellyfin', jellyfin({ UtcTimestamp: '2025-11-27T20:58:01Z' })],
    ['a film stopped early', 'emby', emby({}, { PositionTicks: 899 })],
    ['a pause', 'emby', emby({ Event: 'playback.pause' })],
    ['a film that begins', 'plex', plex({ event: 'media.play' })],
    ['a song', 'plex', plex({}, { type: 'track' })],
    ['another server’s words', 'plex', jellyfin()],
  ] as const)('is no news when it tells of %s', (_, server, sent) => {
    expect(hookMessage(server, sent, NOW)).toBeUndefined();
  });

  it('is not believed when it comes from the future', () => {
    expect(
      hookMessage('jellyfin', jellyfin({ UtcTimestamp: '2099-01-01T00:00:00Z' }), NOW)?.playedAt,
    ).toEqual(NOW);
    expect(hookMessage('jellyfin', jellyfin({ UtcTimestamp: 'soon' }), NOW)?.playedAt).toEqual(NOW);
  });

  it('may be anything at all', () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({ Metadata: fc.jsonValue(), Item: fc.jsonValue(), ItemType: fc.constant('Movie') }),
      fc.constant({ Metadata: { type: 'movie', Guid: [null, 1, { id: [] }] }, event: 'media.scrobble' }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...MEDIA_SERVERS), anything, (server, sent) => {
        hookMessage(server, sent, NOW);
      }),
      { numRuns: 300 },
    );
  });
});

describe('names on a media server', () => {
  it('are the same whatever their case and the blanks around them', () => {
    expect(isSameName(' Ada ', 'ADA')).toBe(true);
    expect(isSameName('ada', 'bob')).toBe(false);
  });
});
