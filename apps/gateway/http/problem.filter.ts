import { AppError, ERRORS, type ErrorCode, type FieldError } from '#contracts/protocol/app.error.js';
import { correlationId } from '#platform/observability/correlation.js';
import { asAppError } from '#platform/stores/store.errors.js';
import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

const RETRY_AFTER_SECONDS = 5;

class ProblemField {
  @ApiProperty({ example: 'ratings.0.rating' }) path!: string;
  @ApiProperty({ example: 'rating must be a number from 1 to 5 in steps of 0.5' }) message!: string;
}

/** RFC 9457 problem details. */
export class Problem {
  @ApiProperty({ example: 'about:blank' }) type!: string;
  @ApiProperty({ example: 'Bad Request' }) title!: string;
  @ApiProperty({ example: 400 }) status!: number;
  @ApiProperty({ enum: Object.keys(ERRORS), example: 'validation_failed' }) code!: ErrorCode;
  @ApiProperty({ example: 'ratings.0.rating must be a number from 1 to 5 in steps of 0.5' }) detail!: string;
  @ApiPropertyOptional({ type: [ProblemField] }) errors?: FieldError[];
  @ApiPropertyOptional({ description: 'the id to search the logs for' }) correlationId?: string;
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** Codes for requests that Nest or Fastify refuse before a controller runs. */
const CODE_OF_STATUS: Record<number, ErrorCode> = {
  400: 'validation_failed',
  401: 'unauthorized',
  404: 'route_not_found',
  405: 'route_not_found',
  406: 'unsupported_media_type',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  503: 'service_unavailable',
};

/** Turns every error into a problem document, and logs the unexpected ones. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Health checks have a format of their own.
    if (exception instanceof HttpException && exception.getStatus() === 503) {
      void reply.status(503).send(exception.getResponse());
      return;
    }
    const error = fromFramework(exception) ?? asAppError(exception);
    // A service that answers that it is not ready yet is not a fault.
    if (error.status === 503 && !error.cause) this.log.warn(error.message);
    else if (error.status >= 500)
      this.log.error({ err: error.cause ?? exception, code: error.code }, error.message);
    if (error.status === 503) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    void reply.status(error.status).type('application/problem+json').send(problem(error));
  }
}

function problem(error: AppError): Problem {
  return {
    type: 'about:blank',
    title: TITLES[error.status],
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.errors && { errors: error.errors }),
    ...(correlationId() && { correlationId: correlationId() }),
  };
}

function fromFramework(exception: unknown): AppError | undefined {
  if (exception instanceof AppError) return exception;
  const { statusCode, code, message } = exception as { statusCode?: number; code?: string; message: string };
  const status = exception instanceof HttpException ? exception.getStatus() : statusCode;
  if (status === undefined || status >= 500) return undefined;
  if (/JSON/.test(`${code} ${message}`)) return new AppError('malformed_json', message);
  const known = CODE_OF_STATUS[status] ?? 'validation_failed';
  return new AppError(known, status === 404 ? undefined : message);
}
