import { lookup as resolve } from 'node:dns';
import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as http,
} from 'node:http';
import { request as https } from 'node:https';
import type { LookupFunction } from 'node:net';
import { AppError } from '#contracts/protocol/app.error.js';
import { type OutwardAddresses, outwardAddress, requireReachable } from './outward.address.js';
import { outside } from '../process/outside.js';

/** One request to an address that somebody typed. */
export interface OutwardRequest {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** For all of it: name, connection, answer. */
  timeoutMs: number;
  /** How much of the answer is read. */
  maxBytes: number;
}

export interface OutwardAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** False when the answer was longer than `maxBytes`: the rest was not read. */
  whole: boolean;
}

/**
 * Asks an address that somebody typed, so that it reaches nothing that this somebody could not reach: the name is resolved once,
 * every address it has is checked, and the connection goes to one of those; redirects are answers like others; time and size are
 * bounded; nothing is unpacked; each request has a connection of its own.
 *
 * @throws AppError `address_refused` for an address that is not allowed, `address_unreachable` when no answer comes in time
 */
export async function outward(
  typed: string,
  allowed: OutwardAddresses,
  { method, headers, body, timeoutMs, maxBytes }: OutwardRequest,
): Promise<OutwardAnswer> {
  const url = outwardAddress(typed, allowed);
  const send = url.protocol === 'https:' ? https : http;
  const signal = AbortSignal.timeout(timeoutMs);
  const options = {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
    agent: false,
    lookup: checkedLookup(url.protocol, allowed),
    signal,
  } as const;
  try {
    const request = outside(() => send(url, options));
    const answer = await answerOf(request, body);
    try {
      return {
        ...(await beginningOf(answer, maxBytes)),
        status: answer.statusCode!,
        headers: answer.headers,
      };
    } finally {
      request.destroy();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unreachable(error as NodeJS.ErrnoException, signal.aborted ? timeoutMs : undefined);
  }
}

/** Resolves a name and lets through what it stands for, once all of that is allowed. */
function checkedLookup(protocol: string, allowed: OutwardAddresses): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      try {
        for (const { address } of addresses) requireReachable(address, protocol, allowed);
      } catch (refusal) {
        return callback(refusal as Error, []);
      }
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0].address, addresses[0].family);
    });
  };
}

function answerOf(request: ClientRequest, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Kept until the end: whatever breaks after the answer has begun is heard of by its reader.
    request.on('error', reject).on('response', resolve).end(body);
  });
}

async function beginningOf(
  answer: IncomingMessage,
  maxBytes: number,
): Promise<Pick<OutwardAnswer, 'body' | 'whole'>> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length > maxBytes) return { body: Buffer.concat(parts).subarray(0, maxBytes), whole: false };
  }
  return { body: Buffer.concat(parts), whole: true };
}

function unreachable(error: NodeJS.ErrnoException, timeoutMs: number | undefined): AppError {
  const why =
    timeoutMs === undefined
      ? `No answer came: ${error.code ?? error.message}.`
      : `No answer came within ${timeoutMs} ms.`;
  return new AppError('address_unreachable', why, undefined, { cause: error });
}
