import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Judge } from './judge.js';
import { type FuzzRequest, fuzzRequests } from './requests.js';
import type { ApiDocument } from './routes.js';
import { Sender } from './sender.js';

const PEOPLE = 8;
/** Requests at once. */
const AT_ONCE = 8;

export interface FuzzResult {
  /** How many answers there were of each status; 0 for clients that left. */
  statuses: Record<number, number>;
  faults: { fault: string; request: FuzzRequest }[];
}

/**
 * Sends made-up requests to a gateway and compares the answers with its own OpenAPI document. The same seed makes the same
 * requests.
 *
 * @param origin  of a gateway that believes X-Forwarded-For (`TRUSTED_PROXIES=1`), so that people have addresses
 */
export async function fuzz(origin: string, count: number, seed: number): Promise<FuzzResult> {
  const document = (await (await fetch(`${origin}/docs-json`)).json()) as ApiDocument;
  const judge = new Judge(document);
  const sender = new Sender(origin, await register(origin, PEOPLE));
  const requests = fc.sample(fuzzRequests(document, PEOPLE), { numRuns: count, seed }).values();
  const result: FuzzResult = { statuses: {}, faults: [] };
  const sendThem = async (): Promise<void> => {
    for (const request of requests) {
      const answer = await sender.send(request);
      const status = typeof answer === 'object' ? answer.status : 0;
      result.statuses[status] = (result.statuses[status] ?? 0) + 1;
      const fault = typeof answer === 'object' ? judge.fault(request, answer) : answer;
      if (fault) result.faults.push({ fault, request });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendThem));
  sender.close();
  return result;
}

/** One line a fault: what is wrong and the request, shortened. */
export function faultLines({ faults }: FuzzResult): string[] {
  const short = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}… (${text.length})` : text);
  return faults.map(
    ({ fault, request: { method, target, headers, body } }) =>
      `${fault} ← ${method} ${short(target)} ${short(JSON.stringify(headers))} ${short(JSON.stringify(body) ?? '')}`,
  );
}

/** Their passwords are none that a request would guess. */
async function register(origin: string, people: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let i = 0; i < people; i += 1) {
    const response = await fetch(`${origin}/api/v1/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${randomUUID()}@example.com`, password: randomUUID() }),
    });
    if (response.status !== 201) throw new Error(`registering answered ${response.status}`);
    tokens.push(((await response.json()) as { accessToken: string }).accessToken);
  }
  return tokens;
}
