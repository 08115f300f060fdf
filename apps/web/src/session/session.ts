import { ApiProblem, Unreachable } from '../http/problem';
import type { components } from '../api/schema';
import { reportAnswer, reportSilence } from './reachability';
import { Store } from './store';

type LoggedIn = components['schemas']['LoggedIn'];
type Renewed = components['schemas']['Renewed'];

/** `ended`: somebody was logged in here, and the server has ended it. */
export type SessionStatus = 'unknown' | 'anonymous' | 'signed-in' | 'ended';

const AUTH = '/api/v1/auth';
/** Not a secret: says that this browser has a refresh cookie, so that a stranger's first visit asks for nothing. */
const HINT = 'has-session';
const EARLY_MS = 20_000;

export const session = new Store<{ status: SessionStatus }>({ status: 'unknown' });

/** In memory only: whoever reads the browser's storage finds no token. */
let access: { token: string; expiresAt: number } | undefined;
let renewing: Promise<boolean> | undefined;

/** Speaks to the page's other tabs; a log-out in one is a log-out in all. */
const tabs = new BroadcastChannel('session');
tabs.onmessage = ({ data }) => {
  if (data === 'ended') forget('anonymous');
  if (data === 'begun' && session.state.status !== 'signed-in') void renew();
};

function keep({ accessToken, expiresIn }: Renewed): void {
  access = { token: accessToken, expiresAt: Date.now() + expiresIn * 1000 };
  localStorage.setItem(HINT, 'yes');
  if (session.state.status !== 'signed-in') session.set({ status: 'signed-in' });
}

function forget(status: SessionStatus): void {
  access = undefined;
  localStorage.removeItem(HINT);
  session.set({ status });
}

/** @throws Unreachable when nobody answers */
async function send(request: Request | string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request, init);
  } catch (error) {
    const aborted = (error as Error).name === 'AbortError';
    if (aborted) throw error;
    reportSilence();
    throw new Unreachable();
  }
  reportAnswer();
  return response;
}

async function post(path: string, body?: unknown): Promise<Response> {
  return send(`${AUTH}/${path}`, {
    method: 'POST',
    // A page that closes in mid-refresh must still receive the next cookie: the old one works only once.
    keepalive: true,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
}

async function renewOnce(): Promise<boolean> {
  const response = await post('refresh');
  if (response.ok) {
    keep((await response.json()) as Renewed);
    return true;
  }
  if (response.status === 401) {
    forget('ended');
    return false;
  }
  throw ApiProblem.from(response, await response.json().catch(() => undefined));
}

/** Trades the cookie for a new token, one tab at a time: a cookie used twice ends the whole session. */
function renew(): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined;
  renewing ??= (locks ? locks.request('refresh', renewOnce) : renewOnce()).finally(
    () => (renewing = undefined),
  );
  return renewing;
}

/** Finds out whether this browser is logged in. @throws Unreachable */
export async function resumeSession(): Promise<void> {
  if (session.state.status !== 'unknown') return;
  if (localStorage.getItem(HINT)) await renew();
  else session.set({ status: 'anonymous' });
}

async function begin(path: 'login' | 'register', body: object): Promise<void> {
  const response = await post(path, body);
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw ApiProblem.from(response, answer);
  keep(answer as LoggedIn);
  tabs.postMessage('begun');
}

export const logIn = (email: string, password: string) => begin('login', { email, password });

export const register = (email: string, password: string, displayName?: string) =>
  begin('register', { email, password, ...(displayName && { displayName }) });

/** Here and in every other tab. */
export async function logOut(): Promise<void> {
  await post('logout').catch(() => undefined);
  endHere();
}

/** After the server has ended the session: with all others of this person, or with the account. */
export function endHere(): void {
  forget('anonymous');
  tabs.postMessage('ended');
}

/** @returns a token that holds for a while yet, or nothing for somebody who is not logged in */
export async function accessToken(): Promise<string | undefined> {
  if (session.state.status === 'unknown') await resumeSession();
  if (session.state.status !== 'signed-in') return undefined;
  if (!access || access.expiresAt - Date.now() < EARLY_MS) await renew();
  return access?.token;
}

/** `fetch` with the access token; a token refused is renewed once. @throws Unreachable */
export async function sessionFetch(request: Request): Promise<Response> {
  const token = await accessToken();
  const authorised = (bearer: string) => {
    const copy = request.clone();
    copy.headers.set('authorization', `Bearer ${bearer}`);
    return copy;
  };
  if (!token) return send(request);
  const response = await send(authorised(token));
  if (response.status !== 401) return response;
  if (access?.token === token && !(await renew())) return response;
  return access ? send(authorised(access.token)) : response;
}
