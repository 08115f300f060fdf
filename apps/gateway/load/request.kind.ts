/** Kinds of requests that wait for each other, because they use the same parts of the system. */
export const REQUEST_KINDS = ['save', 'read', 'search', 'import', 'password'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

const API = '/api/v1';
const KINDS: Record<string, RequestKind | undefined> = {
  'GET /movies/search': 'search',
  'GET /me/tonight': 'search',
  'POST /me/ratings/import': 'import',
  'POST /me/imports': 'import',
  'POST /me/imports/:id/apply': 'import',
  'DELETE /me/imports/:id': 'import',
  'POST /auth/login': 'password',
  'POST /auth/register': 'password',
  'DELETE /me': 'password',
  // What it asks of others is bounded by itself, and none of it is ours.
  'GET /posters/:size/:file': undefined,
  // It stays open for minutes and costs nothing meanwhile; ListStream counts these.
  'GET /me/recommendations/stream': undefined,
};

/**
 * @param url   a route's pattern, such as `/api/v1/movies/:id`
 * @param body  when it is known: a change of a password costs what a log-in does
 * @returns undefined for what is not limited: health, metrics, documentation, the web app's files, streams
 */
export function kindOf(method: string, url: string | undefined, body?: unknown): RequestKind | undefined {
  if (!url?.startsWith(`${API}/`)) return undefined;
  const route = `${method} ${url.slice(API.length)}`;
  if (route in KINDS) return KINDS[route];
  if (route === 'PATCH /me' && asksForPassword(body)) return 'password';
  return method === 'GET' || method === 'HEAD' ? 'read' : 'save';
}

function asksForPassword(body: unknown): boolean {
  const { password, currentPassword } = (body ?? {}) as { password?: unknown; currentPassword?: unknown };
  return password !== undefined || currentPassword !== undefined;
}
