import { lookup as resolve } from 'node:dns';
import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as http,
} from 'node:http';
import { request as https } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { AppError } from '#contracts/protocol/app.error.js';
import { type OutwardAddresses, outwardAddress, requireReachable } from './outward.address.js';
import { outside } from '../process/outside.js';

/** Says which IP addresses may be connected to. @throws what is to be told to who typed one that may not */
export type AddressCheck = (ip: string) => void;

/** One request to an address that somebody typed. */
export interface OutwardRequest {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  /** For all of it: name, connection, answer. */
  timeoutMs: number;
  /** Ends it sooner. */
  signal?: AbortSignal;
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
 * Asks an address that somebody typed; see {@link askChecked}.
 *
 * @throws AppError `address_refused` for an address that is not allowed, `address_unreachable` when no answer comes in time
 */
export async function outward(
  typed: string,
  allowed: OutwardAddresses,
  request: OutwardRequest,
): Promise<OutwardAnswer> {
  const url = outwardAddress(typed, allowed);
  return askChecked(url, (ip) => requireReachable(ip, url.protocol, allowed), request);
}

/**
 * Asks an address so that it reaches nothing that whoever named it could not reach: the name is resolved once, every address it
 * has is checked, and the connection goes to one of those; redirects are answers like others; time and size are bounded; nothing
 * is unpacked; each request has a connection of its own.
 *
 * @throws what the check throws; AppError `address_unreachable` when no answer comes in time
 */
export async function askChecked(
  url: URL,
  check: AddressCheck,
  { method, headers, body, timeoutMs, maxBytes, signal: end }: OutwardRequest,
): Promise<OutwardAnswer> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  // Of a name that is an address nobody is asked.
  if (isIP(host)) check(host);
  const send = url.protocol === 'https:' ? https : http;
  const late = AbortSignal.timeout(timeoutMs);
  let refusal: unknown;
  const lookup = checkedLookup((ip) => {
    try {
      check(ip);
    } catch (error) {
      refusal = error;
      throw error;
    }
  });
  const options = {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
    agent: false,
    lookup,
    signal: end ? AbortSignal.any([late, end]) : late,
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
    if (error === refusal) throw error;
    throw unreachable(error as NodeJS.ErrnoException, late.aborted ? timeoutMs : undefined);
  }
}

/** Resolves a name and lets through what it stands for, once all of that is allowed. */
function checkedLookup(check: AddressCheck): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      try {
        for (const { address } of addresses) check(address);
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
