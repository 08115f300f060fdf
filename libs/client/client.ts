import createFetch, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema.js';

export type { components, paths };

export interface ClientOptions {
  /** Where the server is, such as `https://films.example`. */
  origin: string;
  /** A personal token, `mr_…`: the account page makes one. */
  token: string;
  /** Of the words in answers. */
  language?: 'en' | 'de';
  fetch?: (request: Request) => Promise<Response>;
}

export type MovieRecommender = Client<paths>;

/**
 * The API, typed by its OpenAPI document.
 *
 *     const films = movieRecommender({ origin, token });
 *     const { items } = await answerOf(films.GET('/api/v1/me/recommendations', { params: { query: { limit: 5 } } }));
 */
export function movieRecommender({ origin, token, language = 'en', fetch }: ClientOptions): MovieRecommender {
  return createFetch<paths>({
    baseUrl: origin.replace(/\/+$/, ''),
    headers: { authorization: `Bearer ${token}`, 'accept-language': language },
    ...(fetch && { fetch }),
  });
}

/** What the API said was wrong (RFC 9457). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Each wrong field by its path. */
    readonly errors: readonly { path: string; message: string }[] = [],
    /** Seconds after which to try again, where the server says so. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** @throws ApiError for an answer that is none of what was hoped for */
export async function answerOf<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  const {
    code = 'unknown',
    detail,
    errors,
  } = (typeof error === 'object' && error ? error : {}) as Partial<components['schemas']['Problem']>;
  const wait = Number(response.headers.get('retry-after') ?? NaN);
  const message = detail ?? `The server answered ${response.status}.`;
  throw new ApiError(response.status, code, message, errors, Number.isNaN(wait) ? undefined : wait);
}
