import { app } from '../words/en/app';

interface FieldProblem {
  path: string;
  message: string;
}

/** What the API said was wrong (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: FieldProblem[] = [],
    /** How long the server asks to be left alone; 0 when it does not. */
    readonly retryAfterMs = 0,
  ) {
    super(detail);
  }

  static from(response: Response, body: unknown): ApiProblem {
    const { code, detail, errors } = (typeof body === 'object' && body ? body : {}) as {
      code?: string;
      detail?: string;
      errors?: FieldProblem[];
    };
    const fallback = app.answered(response.status);
    const retryAfterMs = waitOf(response.headers.get('retry-after'));
    return new ApiProblem(response.status, code ?? 'unknown', detail ?? fallback, errors, retryAfterMs);
  }
}

/** @param retryAfter  seconds, or a date (RFC 9110) @returns milliseconds */
function waitOf(retryAfter: string | null): number {
  if (!retryAfter) return 0;
  const seconds = Number(retryAfter);
  const wait = Number.isNaN(seconds) ? Date.parse(retryAfter) - Date.now() : seconds * 1000;
  return Math.max(0, wait || 0);
}

/** Nobody answered: no network, or the server is down. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor() {
    super('nobody answered');
  }
}

/** Worth another try without anybody changing anything. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof Unreachable ||
    (error instanceof ApiProblem && [429, 502, 503, 504].includes(error.status))
  );
}

/** One sentence for a person. */
export function messageOf(error: unknown): string {
  if (error instanceof Unreachable) return app.unreachable;
  if (error instanceof ApiProblem && error.status === 503) return app.partAway;
  if (error instanceof ApiProblem) return error.message;
  return app.unexpected;
}
