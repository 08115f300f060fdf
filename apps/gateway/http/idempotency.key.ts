import type { IncomingHttpHeaders } from 'node:http';
import { validationFailed } from '#contracts/protocol/validation.js';

const HEADER = 'idempotency-key';
const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * The `Idempotency-Key` of a request: the same in each try of one change.
 *
 * @throws AppError `validation_failed` for a key that is none
 */
export function idempotencyKeyOf({ [HEADER]: key }: IncomingHttpHeaders): string | undefined {
  if (key === undefined) return undefined;
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw validationFailed([{ path: HEADER, message: `${HEADER} must be 1 to 200 printable characters` }]);
}
