import { ApiProblem, Unreachable } from '../http/problem';
import type { components } from '../http/schema';
import { type Access, accessOf, isFresh } from './access';
import { reportAnswer, reportSilence } from './reachability';
import { Store } from './store';
import { inMyLanguage } from '../words/language';

type LoggedIn = components['schemas']['LoggedIn'];
type Renewed = components['schemas']['Renewed'];

/** `ended`: somebody was logged in here, and the server has ended it. */
export type SessionStatus = 'unknown' | 'anonymous' | 'signed-in' | 'ended';

interface Session {
  status: SessionStatus;
  /** Whose account, while somebody is logged in. */
  account?: string;
}

const AUTH = '/api/v1/auth';
/** Not a secret: says that this browser has a refresh cookie, so that a stranger's first visit asks for nothing. */
const HINT = 'has-session';

export const session = new Store<Session>({ status: 'unknown' });

/** In memory only: whoever reads the browser's storage finds no token. */
let access: Access | undefined;
let renewing: Promise<boolean> | undefined;
/** How often a session has ended here: an answer that was asked for before says nothing any more. */
let endings = 0;

/**
 * Speaks to this browser's other tabs, which have the cookie in common: each new token is every tab's, a log-out in one
 * is a log-out in all, and after a log-in to another account all show that one.
 */
const tabs = new BroadcastChannel('session');
tabs.onmessage = ({ data }: MessageEvent<'ended' | Access>) => {
  if (data === 'ended') forget('anonymous');
  else if (typeof data === 'object') adopt(data);
};

function adopt(next: Access): void {
  if (access?.account === next.account && access.expiresAt > next.expiresAt) return;
  access = next;
  const { status, account } = session.state;
  if (status !== 'signed-in' || account !== next.account)
    session.set({ status: 'signed-in', account: next.account });
}

function keep({ accessToken, expiresIn }: Renewed): void {
  const next = accessOf(accessToken, expiresIn);
  localStorage.setItem(HINT, 'yes');
  adopt(next);
  tabs.postMessage(next);
}

function forget(status: SessionStatus): void {
  access = undefined;
  endings += 1;
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

async function post(path: string, body?: unknown, key?: string): Promise<Response> {
  return send(`${AUTH}/${path}`, {
    method: 'POST',
    // A page that closes in mid-refresh must still receive the next cookie: the old one works only once.
    keepalive: true,
    headers: {
      ...inMyLanguage(),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** @param refused  the token that the server no longer takes, if that is why */
async function renewOnce(refused?: string): Promise<boolean> {
  // Another tab got one while this tab waited for its turn.
  if (access && access.token !== refused && isFresh(access)) return true;
  const before = endings;
  const response = await post('refresh');
  if (before !== endings) return access !== undefined;
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

/**
 * Trades the cookie for a new token, one tab at a time. A page that came over plain HTTP by name has no locks: there the
 * server gives tabs that ask at the same time the same successor.
 */
function renew(refused?: string): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined;
  const once = () => renewOnce(refused);
  renewing ??= (locks ? locks.request('refresh', once) : once()).finally(() => (renewing = undefined));
  return renewing;
}

/** Whether somebody was logged in here the last time; the server may have ended it since. */
export const wasSignedIn = (): boolean => localStorage.getItem(HINT) !== null;

/** Finds out whether this browser is logged in. @throws Unreachable */
export async function resumeSession(): Promise<void> {
  if (session.state.status !== 'unknown') return;
  if (wasSignedIn()) return void (await renew());
  session.set({ status: 'anonymous' });
  // A page that was kept opens without the server, and for a stranger it may ask nothing of it.
  if (!navigator.onLine) reportSilence();
}

async function begin(path: 'login' | 'register' | 'oidc/link', body: object, key?: string): Promise<void> {
  const response = await post(path, body, key);
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw ApiProblem.from(response, answer);
  keep(answer as LoggedIn);
}

export const logIn = (email: string, password: string) => begin('login', { email, password });

/** @param key  names this registration: sent again with the same one, it is carried out once */
export const register = (key: string, email: string, password: string, displayName?: string) =>
  begin('register', { email, password, ...(displayName && { displayName }) }, key);

/** With the password of the account that is here with the e-mail that the provider knows. */
export const linkAndLogIn = (password: string) => begin('oidc/link', { password });

/**
 * Takes up the session that the way back from the provider has begun: the cookie is there already.
 *
 * @returns false where there is none
 * @throws Unreachable
 */
export function takeSession(): Promise<boolean> {
  localStorage.setItem(HINT, 'yes');
  return renew();
}

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
  if (!access || !isFresh(access)) await renew();
  return access?.token;
}

/** Trades the token for one that says what the server knows now. @throws Unreachable */
export async function renewAccess(): Promise<void> {
  await renew(access?.token);
}

/** `fetch` with the access token; a token refused is renewed once. @throws Unreachable */
export async function sessionFetch(request: Request): Promise<Response> {
  for (const [name, value] of Object.entries(inMyLanguage())) request.headers.set(name, value);
  const token = await accessToken();
  const authorised = (bearer: string) => {
    const copy = request.clone();
    copy.headers.set('authorization', `Bearer ${bearer}`);
    return copy;
  };
  if (!token) return send(request);
  const response = await send(authorised(token));
  if (response.status !== 401) return response;
  if (access?.token === token && !(await renew(token))) return response;
  return access ? send(authorised(access.token)) : response;
}
