import { Agent, request as httpRequest } from 'node:http';
import type { FuzzAnswer } from './judge.js';
import type { FuzzRequest } from './requests.js';

/** No answer may take longer: it is well beyond every limit of the gateway's own for what these requests ask. */
const BOUND_MS = 20_000;

const REUSED = 'the connection of an earlier request was closed';

/** Sends requests as they are, which fetch would mend or refuse. */
export class Sender {
  private readonly agent = new Agent({ keepAlive: true });

  /** @param tokens  access tokens of the people */
  constructor(
    private readonly origin: string,
    private readonly tokens: string[],
  ) {}

  /** @returns undefined when the client left; a sentence when no answer came */
  async send(asked: FuzzRequest): Promise<FuzzAnswer | string | undefined> {
    // A connection that the gateway is just closing is none of the request's doing: a new one tells.
    const answer = await this.sendOnce(asked);
    return answer === REUSED ? this.sendOnce(asked, false) : answer;
  }

  private sendOnce(asked: FuzzRequest, reuse = true): Promise<FuzzAnswer | string | undefined> {
    const { method, target, body, leaves, person } = asked;
    const { hostname, port } = new URL(this.origin);
    const headers: Record<string, string> = {
      'x-forwarded-for': addressOf(person),
      ...(person >= 0 && { authorization: `Bearer ${this.tokens[person]}` }),
      ...asked.headers,
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    };
    return new Promise((resolve) => {
      const request = httpRequest({
        hostname,
        port,
        method,
        path: target,
        headers,
        agent: reuse && this.agent,
      });
      const late = setTimeout(() => finish(`no answer within ${BOUND_MS} ms`), BOUND_MS);
      const finish = (outcome: FuzzAnswer | string | undefined): void => {
        clearTimeout(late);
        resolve(outcome);
        if (typeof outcome !== 'object') request.destroy();
      };
      request.on('error', (error) =>
        finish(leaves ? undefined : request.reusedSocket ? REUSED : `no answer: ${error.message}`),
      );
      request.on('response', (response) => {
        const head = {
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
        };
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', (error) => finish(`the answer broke off: ${error.message}`));
        response.on('end', () => finish({ ...head, body: Buffer.concat(chunks).toString() }));
        if (head.contentType.startsWith('text/event-stream')) {
          finish(head);
          request.destroy();
        }
      });
      if (!leaves) request.end(body);
      else request.write(body!.slice(0, body!.length / 2), () => finish(undefined));
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** From an address of its own each, of a network that is for documentation. */
const addressOf = (person: number) => `2001:db8:${(person + 1).toString(16)}::1`;
