import type { Scope } from '#contracts/users/tokens.rpc.js';

/** What an assistant gives a tool: checked by the route that it becomes. */
export type Arguments = Record<string, unknown>;

/** A request to this API. */
export interface ApiRequest {
  method: 'GET' | 'PUT' | 'DELETE';
  /** Below the base path. */
  path: string;
  query?: Arguments;
  body?: Arguments;
}

/** Something an assistant may do: a route of the API, described for it. */
export interface Tool {
  name: string;
  title: string;
  description: string;
  scope: Scope;
  /** As routes are declared; a tool whose route is not there is not offered. */
  route: string;
  properties: Record<string, object>;
  required?: string[];
  request(given: Arguments): ApiRequest;
}

const movieId = {
  type: 'string',
  description: 'a film’s id, as search and recommend give it',
  example: '603',
};
const limit = { type: 'integer', minimum: 1, maximum: 100, default: 10 };
const genres = (description: string) => ({ type: 'array', items: { type: 'string' }, description });
const year = (description: string) => ({ type: 'integer', minimum: 1870, maximum: 2100, description });

/** The path of a film: whatever is given stays one segment of it. */
const at = (route: string, given: Arguments) =>
  route.replace(':movieId', encodeURIComponent(String(given.movieId ?? '').slice(0, 100)));

/** Without what was left out. */
const picked = (given: Arguments, ...names: string[]): Arguments =>
  Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));

export const TOOLS: Tool[] = [
  {
    name: 'recommend',
    title: 'Recommend films',
    description:
      'The best films for this person that they have not seen, with predicted stars and the reasons. Filters narrow it down.',
    scope: 'read',
    route: '/me/recommendations',
    properties: {
      limit,
      genre: genres('only films of all these genres, such as Drama'),
      notGenre: genres('no films of these genres'),
      yearFrom: year('made in this year or later'),
      yearTo: year('made in this year or earlier'),
      language: { type: 'string', description: 'original language, ISO 639-1', example: 'fr' },
      runtimeMin: { type: 'integer', minimum: 1, description: 'minutes' },
      runtimeMax: { type: 'integer', minimum: 1, description: 'minutes' },
      diversity: { type: 'number', minimum: 0, maximum: 1, description: '1: as varied as possible' },
      known: {
        type: 'number',
        minimum: -1,
        maximum: 1,
        description: '-1: hidden gems; 1: what everybody knows',
      },
      includeWatchlist: { type: 'boolean', description: 'also films on the watchlist' },
    },
    request: (given) => ({
      method: 'GET',
      path: '/me/recommendations',
      query: { limit: 10, ...given },
    }),
  },
  {
    name: 'tonight',
    title: 'A few films for now',
    description:
      'Few films that fit a mood in free words and the time there is, for somebody who wants to watch something now.',
    scope: 'read',
    route: '/me/tonight',
    properties: {
      mood: {
        type: 'string',
        description: 'what they feel like, and what not',
        example: 'a heist, but no war',
      },
      minutes: { type: 'integer', minimum: 1, description: 'how long it may take' },
      from: { type: 'string', enum: ['list', 'watchlist', 'any'] },
      not: { type: 'array', items: { type: 'string' }, description: 'ids of films offered before' },
      limit: { ...limit, default: 3 },
    },
    request: (given) => ({ method: 'GET', path: '/me/tonight', query: given }),
  },
  {
    name: 'why',
    title: 'Why this film',
    description: 'What speaks for and against any film for this person, and the stars they would give it.',
    scope: 'read',
    route: '/me/why/:movieId',
    properties: { movieId },
    required: ['movieId'],
    request: (given) => ({ method: 'GET', path: at('/me/why/:movieId', given) }),
  },
  {
    name: 'search',
    title: 'Search films',
    description:
      'Films by title, person or what happens in them. Use it to find the id of a film that was named.',
    scope: 'read',
    route: '/movies/search',
    properties: { q: { type: 'string', minLength: 1, maxLength: 500 }, limit },
    required: ['q'],
    request: (given) => ({ method: 'GET', path: '/movies/search', query: { limit: 10, ...given } }),
  },
  {
    name: 'ratings',
    title: 'My ratings',
    description: 'What this person has rated, newest first.',
    scope: 'read',
    route: '/me/ratings',
    properties: { limit, cursor: { type: 'string', description: 'nextCursor of the answer before' } },
    request: (given) => ({ method: 'GET', path: '/me/ratings', query: { limit: 10, ...given } }),
  },
  {
    name: 'watchlist',
    title: 'My watchlist',
    description: 'Films this person wants to watch later, newest first.',
    scope: 'read',
    route: '/me/watchlist',
    properties: {},
    request: () => ({ method: 'GET', path: '/me/watchlist' }),
  },
  {
    name: 'rate',
    title: 'Rate a film',
    description: 'Saves the stars that this person gives a film. Only when they said so themselves.',
    scope: 'rate',
    route: '/me/ratings/:movieId',
    properties: { movieId, rating: { type: 'number', minimum: 1, maximum: 5, multipleOf: 0.5 } },
    required: ['movieId', 'rating'],
    request: (given) => ({
      method: 'PUT',
      path: at('/me/ratings/:movieId', given),
      body: picked(given, 'rating'),
    }),
  },
  {
    name: 'seen',
    title: 'Mark a film as seen',
    description: 'This person has seen the film and does not rate it.',
    scope: 'rate',
    route: '/me/seen/:movieId',
    properties: { movieId, seenAt: { type: 'string', description: 'the day, as YYYY-MM-DD' } },
    required: ['movieId'],
    request: (given) => ({
      method: 'PUT',
      path: at('/me/seen/:movieId', given),
      body: picked(given, 'seenAt'),
    }),
  },
  {
    name: 'watch_later',
    title: 'Put a film on the watchlist',
    description: 'Puts a film on this person’s watchlist.',
    scope: 'rate',
    route: '/me/watchlist/:movieId',
    properties: { movieId },
    required: ['movieId'],
    request: (given) => ({ method: 'PUT', path: at('/me/watchlist/:movieId', given) }),
  },
  {
    name: 'remove_from_watchlist',
    title: 'Take a film off the watchlist',
    description: 'Takes a film off this person’s watchlist.',
    scope: 'rate',
    route: '/me/watchlist/:movieId',
    properties: { movieId },
    required: ['movieId'],
    request: (given) => ({ method: 'DELETE', path: at('/me/watchlist/:movieId', given) }),
  },
];
