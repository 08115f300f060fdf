import { createHmac, randomBytes } from 'node:crypto';
import type { OutwardRequest } from '#platform/http/outward.js';

const PREFIX = 'whsec_';
const TIMEOUT_MS = 5000;
/** Of an answer only the status counts. */
const MAX_ANSWER_BYTES = 1024;

/** As Standard Webhooks has them: 24 random bytes, by their prefix known to who finds one. */
export const newSigningSecret = () => PREFIX + randomBytes(24).toString('base64');

/**
 * What is sent, signed as Standard Webhooks 1.0 says: HMAC-SHA256 over id, moment and body, joined by dots.
 *
 * @param now  in ms since 1970
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookRequest(id: string, body: string, secret: string, now = Date.now()): OutwardRequest {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64');
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'movie-recommender',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
  };
}
