import { resumeSession, session, sessionFetch, type SessionStatus } from './session';

/** So long what was asked for early is news. */
const FRESH_MS = 10_000;

/** Answers by address, each for whoever asks first. */
const early = new Map<string, { answer: Promise<Response>; at: number }>();

/**
 * Asks for what the first page is going to ask for, while the page itself is still on its way.
 *
 * @param who  whom the answer is for: nobody asks should somebody else be here
 * @throws Unreachable
 */
export function askEarly(address: string, who: SessionStatus): Promise<Response> {
  const answer = resumeSession().then(() => {
    if (session.state.status !== who) throw new Error(`nobody is ${who}`);
    return sessionFetch(new Request(new URL(address, window.location.href)));
  });
  early.set(address, { answer, at: performance.now() });
  return answer;
}

/** `sessionFetch`, or the answer that was asked for early. @throws Unreachable */
export function fetchOrTake(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const known = early.get(pathname + search);
  early.delete(pathname + search);
  const isNews = known && performance.now() - known.at < FRESH_MS;
  return isNews ? known.answer : sessionFetch(request);
}
