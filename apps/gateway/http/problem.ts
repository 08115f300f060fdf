import { type AppError, ERRORS, type ErrorCode, type FieldError } from '#contracts/protocol/app.error.js';
import { ApiProperty, ApiPropertyOptional } from '#contracts/protocol/documented.js';
import { correlationId } from '#platform/observability/correlation.js';
import type { FastifyReply } from 'fastify';
import { type Language, languageOf } from '../language/language.js';
import { problemText } from '../language/problem.texts.js';

const RETRY_AFTER_SECONDS = 5;
export const PROBLEM_JSON = 'application/problem+json';

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
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export function problem(error: AppError, language: Language): Problem {
  return {
    type: 'about:blank',
    title: TITLES[error.status],
    status: error.status,
    code: error.code,
    detail: problemText(error, language),
    ...(error.errors && { errors: error.errors }),
    ...(correlationId() && { correlationId: correlationId() }),
  };
}

function varyOf(reply: FastifyReply): string {
  const already = String(reply.getHeader('vary') ?? '');
  return /accept-language/i.test(already) ? already : [already, 'Accept-Language'].filter(Boolean).join(', ');
}

/** Answers with the problem document of an error. */
export function sendProblem(reply: FastifyReply, error: AppError): void {
  if (error.status === 503 && !reply.hasHeader('retry-after'))
    void reply.header('retry-after', RETRY_AFTER_SECONDS);
  const { retryAfter } = error as { retryAfter?: number };
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
  const language = languageOf(reply.request.headers['accept-language']);
  void reply
    .status(error.status)
    .type(PROBLEM_JSON)
    .headers({ 'content-language': language, vary: varyOf(reply) })
    .send(problem(error, language));
}
