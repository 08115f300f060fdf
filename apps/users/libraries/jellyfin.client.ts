import type { BlockList } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MAX_OWNED_FILMS } from '#contracts/protocol/limits.js';
import { AppError } from '#contracts/protocol/app.error.js';
import { Environment } from '#platform/config/environment.js';
import { askChecked, type OutwardAnswer } from '#platform/http/outward.js';
import { Injectable } from '@nestjs/common';
import { LibraryError, networks, requireAllowed } from './library.address.js';

/** A film as a server names it. */
export interface OwnedFilm {
  title?: string;
  originalTitle?: string;
  year?: number;
  imdbId?: string;
  tmdbId?: string;
}

const FILMS_PER_PAGE = 500;
const PAGE_BYTES = 8 * 1024 * 1024;
/** For all of a library. */
const WHOLE_MS = 120_000;
const TRIES = 3;
const FIRST_PAUSE_MS = 300;
const MAX_PAUSE_MS = 30_000;

/**
 * Reads the films of a Jellyfin server. Nothing is asked but the host its owner named, at an address that was checked; a redirect
 * is an error, and the token goes nowhere else. Pages, bytes, time and tries have their bounds.
 *
 * @see https://api.jellyfin.org/#tag/Items/operation/GetItems
 */
@Injectable()
export class JellyfinClient {
  readonly allowed: BlockList;
  private readonly timeoutMs: number;

  constructor({ LIBRARY_NETWORKS, LIBRARY_TIMEOUT_MS }: Environment) {
    this.allowed = networks(LIBRARY_NETWORKS);
    this.timeoutMs = LIBRARY_TIMEOUT_MS;
  }

  /** All films, at most MAX_OWNED_FILMS. @throws LibraryError */
  async films(address: string, token: string, end: AbortSignal): Promise<OwnedFilm[]> {
    const until = AbortSignal.any([end, AbortSignal.timeout(WHOLE_MS)]);
    const films: OwnedFilm[] = [];
    for (let from = 0; from < MAX_OWNED_FILMS; from += FILMS_PER_PAGE) {
      const { Items: items } = await this.page(address, token, from, until);
      films.push(...items.flatMap(filmOf));
      if (items.length < FILMS_PER_PAGE) break;
    }
    return films.slice(0, MAX_OWNED_FILMS);
  }

  private async page(address: string, token: string, from: number, end: AbortSignal): Promise<Page> {
    const url = new URL(`${address.replace(/\/+$/, '')}/Items`);
    url.search = new URLSearchParams({
      ...{ IncludeItemTypes: 'Movie', Recursive: 'true', Fields: 'ProviderIds,OriginalTitle' },
      ...{ SortBy: 'SortName', StartIndex: String(from), Limit: String(FILMS_PER_PAGE) },
    }).toString();
    for (let tries = 1, backOff = FIRST_PAUSE_MS; ; tries += 1, backOff *= 2) {
      try {
        return pageIn(await this.get(url, token, end));
      } catch (error) {
        if (!(error instanceof LibraryError)) throw error;
        if (error.again === undefined || tries === TRIES || end.aborted) throw error;
        await pause(Math.max(backOff, error.again), undefined, { signal: end }).catch(() => undefined);
      }
    }
  }

  private async get(url: URL, token: string, end: AbortSignal): Promise<string> {
    const answer = await askChecked(url, (ip) => requireAllowed(ip, this.allowed), {
      method: 'GET',
      headers: { accept: 'application/json', authorization: `MediaBrowser Token="${token}"` },
      timeoutMs: this.timeoutMs,
      maxBytes: PAGE_BYTES,
      signal: end,
    }).catch((error: Error) => {
      throw error instanceof AppError
        ? new LibraryError(`the server cannot be reached: ${error.message}`, 0)
        : error;
    });
    const { status, headers } = answer;
    if (status === 200) return textOf(answer);
    if (status >= 300 && status < 400)
      throw new LibraryError('the server sends elsewhere, which is not followed');
    if (status === 401 || status === 403) throw new LibraryError('the server refuses the token');
    const again = status === 429 || status >= 500;
    throw new LibraryError(
      `the server answers ${status}`,
      again ? retryAfter(headers['retry-after']) : undefined,
    );
  }
}

interface Page {
  Items: unknown[];
}

/** @throws LibraryError when it is too long */
function textOf({ body, whole }: OutwardAnswer): string {
  if (!whole) throw new LibraryError(`the server answers with more than ${PAGE_BYTES >> 20} MB`);
  return body.toString('utf8');
}

function pageIn(text: string): Page {
  const page = parsed(text) as Partial<Page> | null | undefined;
  if (!Array.isArray(page?.Items)) throw new LibraryError('the server answers, but not as Jellyfin does');
  // No more than was asked for counts, whatever the server says.
  return { Items: page.Items.slice(0, FILMS_PER_PAGE) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function filmOf(item: unknown): OwnedFilm[] {
  if (typeof item !== 'object' || item === null) return [];
  const { Name, OriginalTitle, ProductionYear, ProviderIds } = item as Record<string, unknown>;
  const ids = (typeof ProviderIds === 'object' && ProviderIds) || {};
  const idOf = (name: string, form: RegExp) => {
    const [, value] = Object.entries(ids).find(([key]) => key.toLowerCase() === name) ?? [];
    return typeof value === 'string' && form.test(value) ? value : undefined;
  };
  return [
    {
      title: titleIn(Name),
      originalTitle: titleIn(OriginalTitle),
      year: Number.isInteger(ProductionYear) ? (ProductionYear as number) : undefined,
      tmdbId: idOf('tmdb', /^[1-9]\d{0,9}$/),
      imdbId: idOf('imdb', /^tt\d{5,10}$/),
    },
  ];
}

const titleIn = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 500) : undefined;

/** @returns ms, within what is waited for */
function retryAfter(header: string | undefined): number {
  const seconds = Number(header ?? 0);
  return Math.min(MAX_PAUSE_MS, Math.max(0, (Number.isFinite(seconds) ? seconds : 1) * 1000));
}
