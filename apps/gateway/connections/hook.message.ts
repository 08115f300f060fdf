import type { MediaServer } from '#contracts/users/connections.rpc.js';

/** A film as a media server knows it. */
export interface ServersFilm {
  tmdb?: string;
  imdb?: string;
  title?: string;
  year?: number;
}

/** That somebody on a media server has played a film to its end, or rated it. */
export interface HookMessage {
  username: string;
  film: ServersFilm;
  /** When it was played; now for a server that does not say. */
  playedAt?: Date;
  /** 1 to 5. */
  stars?: number;
}

/** A clock may be that far ahead of ours. */
const AHEAD_MS = 5 * 60_000;
/** What a server kept back for longer is no news. */
const OLDEST_MS = 30 * 24 * 3600 * 1000;
const PLAYED_SHARE = 0.9;

/**
 * Reads what a media server sent. Everything in it is what somebody else says: no field is believed to have its type.
 *
 * @returns nothing for what is about no film that was played to its end or rated
 */
export function hookMessage(server: MediaServer, sent: unknown, now = new Date()): HookMessage | undefined {
  const { username, film, playedAt, stars } = READERS[server](field(sent), now) ?? {};
  if (!username || !film || (playedAt === undefined && stars === undefined)) return undefined;
  if (playedAt && playedAt.getTime() < now.getTime() - OLDEST_MS) return undefined;
  return { username, film, ...(playedAt && { playedAt }), ...(stars !== undefined && { stars }) };
}

/** Whether two names mean the same person on a media server, which tells names apart no better. */
export const isSameName = (a: string, b: string) => nameKey(a) === nameKey(b);

const nameKey = (name: string) => name.normalize('NFKC').trim().toLowerCase();

type Reader = (sent: Field, now: Date) => Partial<HookMessage> | undefined;

/** The webhook plugin's "Send all properties". */
const jellyfin: Reader = (sent, now) => {
  if (sent.at('ItemType').text !== 'Movie') return undefined;
  const type = sent.at('NotificationType').text;
  const reason = sent.at('SaveReason').text;
  const isPlayed =
    (type === 'PlaybackStop' && sent.at('PlayedToCompletion').isTrue) ||
    (type === 'UserDataSaved' && reason === 'PlaybackFinished' && sent.at('Played').isTrue);
  const isRated = type === 'UserDataSaved' && reason === 'UpdateUserRating';
  return {
    username: sent.at('NotificationUsername').text,
    film: {
      tmdb: sent.at('Provider_tmdb').text,
      imdb: sent.at('Provider_imdb').text,
      title: sent.at('Name').text,
      year: sent.at('Year').number,
    },
    ...(isPlayed && { playedAt: momentOf(sent.at('UtcTimestamp').text, now) }),
    ...(isRated && { stars: starsOf(sent.at('Rating').number) }),
  };
};

const emby: Reader = (sent, now) => {
  const item = sent.at('Item');
  if (item.at('Type').text !== 'Movie' || sent.at('Event').text !== 'playback.stop') return undefined;
  const playback = sent.at('PlaybackInfo');
  const share = (playback.at('PositionTicks').number ?? 0) / (item.at('RunTimeTicks').number || Infinity);
  if (!playback.at('PlayedToCompletion').isTrue && share < PLAYED_SHARE) return undefined;
  const ids = item.at('ProviderIds');
  return {
    username: sent.at('User').at('Name').text,
    film: {
      tmdb: ids.at('Tmdb').text,
      imdb: ids.at('Imdb').text,
      title: item.at('Name').text,
      year: item.at('ProductionYear').number,
    },
    playedAt: momentOf(sent.at('Date').text, now),
  };
};

const plex: Reader = (sent, now) => {
  const film = sent.at('Metadata');
  if (film.at('type').text !== 'movie') return undefined;
  const event = sent.at('event').text;
  const guids = [...film.at('Guid').items.map((guid) => guid.at('id').text), film.at('guid').text].join(' ');
  return {
    username: sent.at('Account').at('title').text,
    film: {
      tmdb: /(?:tmdb|themoviedb):\/\/(\d+)/.exec(guids)?.[1],
      imdb: /imdb:\/\/(tt\d+)/.exec(guids)?.[1],
      title: film.at('title').text,
      year: film.at('year').number,
    },
    // It says nothing of when: it sends at once, and once.
    ...(event === 'media.scrobble' && { playedAt: now }),
    ...(event === 'media.rate' && { stars: starsOf(sent.at('rating').number) }),
  };
};

const READERS: Record<MediaServer, Reader> = { jellyfin, emby, plex };

function momentOf(text: string | undefined, now: Date): Date {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) || time > now.getTime() + AHEAD_MS ? now : new Date(time);
}

/** Of ten; without stars where a rating was taken back. */
function starsOf(rating: number | undefined): number | undefined {
  if (rating === undefined || !(rating > 0 && rating <= 10)) return undefined;
  return Math.max(1, Math.round(rating) / 2);
}

interface Field {
  at(name: string): Field;
  readonly text?: string;
  readonly number?: number;
  readonly isTrue: boolean;
  readonly items: Field[];
}

/** Longer than any name, id or title. */
const MAX_TEXT = 500;
const MAX_ITEMS = 20;

/** A place in what was sent, whether there is anything or not. Templates make text of numbers and truths. */
function field(value: unknown): Field {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  const text = isPlain && value !== '' ? String(value).slice(0, MAX_TEXT) : undefined;
  const number = text === undefined ? NaN : Number(text);
  return {
    at: (name) =>
      field(
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      ),
    text,
    number: Number.isFinite(number) ? number : undefined,
    isTrue: value === true || /^true$/i.test(text ?? ''),
    items: Array.isArray(value) ? value.slice(0, MAX_ITEMS).map(field) : [],
  };
}
