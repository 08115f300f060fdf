import { AppError, type ErrorCode } from '#contracts/protocol/app.error.js';
import { HttpException } from '@nestjs/common';

/** Codes for requests that Nest or Fastify refuse before a controller runs. */
const CODE_OF_STATUS: Record<number, ErrorCode> = {
  400: 'validation_failed',
  401: 'unauthorized',
  404: 'route_not_found',
  405: 'route_not_found',
  406: 'unsupported_media_type',
  408: 'request_timeout',
  413: 'payload_too_large',
  // A parameter of a path that is longer than any id.
  414: 'route_not_found',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  503: 'service_unavailable',
};

/** What the reader of forms says of one that is cut off or is none; its errors have no code and no class of their own. */
const BROKEN_FORM = /multipart data|^Multipart: |part header/i;

/**
 * An error that Nest, Fastify or one of its plugins throws about what a client sent.
 *
 * @returns undefined for any other error
 */
export function fromFramework(exception: unknown): AppError | undefined {
  if (exception instanceof AppError) return exception;
  const {
    statusCode,
    code,
    message = '',
  } = exception as { statusCode?: number; code?: string; message?: string };
  if (exception instanceof Error && statusCode === undefined && BROKEN_FORM.test(message))
    return new AppError('unreadable_file', `The form cannot be read: ${message}.`, [
      { path: 'file', message },
    ]);
  const status = exception instanceof HttpException ? exception.getStatus() : statusCode;
  if (status === undefined || status >= 500) return undefined;
  if (/JSON/.test(`${code} ${message}`)) return new AppError('malformed_json', message);
  const known = CODE_OF_STATUS[status] ?? 'validation_failed';
  return new AppError(known, status === 404 || status === 414 ? undefined : message);
}
