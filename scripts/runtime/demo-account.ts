/** Somebody to look around as. Known to all who read this: the local runtime listens on the loopback address. */
export const DEMO_ACCOUNT = {
  email: 'demo@example.com',
  password: 'watch-more-films',
  displayName: 'Demo',
};

/** TMDB ids of movies everybody knows, rated by somebody who likes science fiction and not every comedy. */
const TASTE: Record<string, number> = {
  '603': 5, // The Matrix
  '78': 5, // Blade Runner
  '348': 4.5, // Alien
  '62': 4.5, // 2001: A Space Odyssey
  '11': 4, // Star Wars
  '105': 4, // Back to the Future
  '329': 3.5, // Jurassic Park
  '8467': 1.5, // Dumb and Dumber
  '9598': 2, // Babe
};

/**
 * Makes the demo account through the public API and rates a few movies as it; an account from an earlier start stays.
 *
 * @param api  the base address, such as `http://127.0.0.1:3000/api/v1`
 */
export async function createDemoAccount(api: string, signal: AbortSignal): Promise<void> {
  const send = async (method: string, path: string, body?: unknown, token?: string): Promise<Response> =>
    fetch(`${api}${path}`, {
      method,
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
    });
  const registered = await send('POST', '/auth/register', DEMO_ACCOUNT);
  if (registered.status === 409) return;
  await expectSuccess(registered);
  const { accessToken } = (await registered.json()) as { accessToken: string };
  const known = await Promise.all(
    Object.keys(TASTE).map(async (id) => ((await send('GET', `/movies/${id}`)).ok ? [id] : [])),
  );
  const ratings = known.flat().map((movieId) => ({ movieId, rating: TASTE[movieId] }));
  if (ratings.length > 0) await expectSuccess(await send('PUT', '/me/ratings', { ratings }, accessToken));
}

async function expectSuccess(response: Response): Promise<void> {
  if (response.ok) return;
  throw new Error(`${new URL(response.url).pathname} answers ${response.status}: ${await response.text()}`);
}
