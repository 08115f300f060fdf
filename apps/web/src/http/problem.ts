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
  ) {
    super(detail);
  }

  static from(response: Response, body: unknown): ApiProblem {
    const { code, detail, errors } = (typeof body === 'object' && body ? body : {}) as {
      code?: string;
      detail?: string;
      errors?: FieldProblem[];
    };
    const fallback = `The server answered ${response.status}.`;
    return new ApiProblem(response.status, code ?? 'unknown', detail ?? fallback, errors);
  }
}

/** Nobody answered: no network, or the server is down. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor() {
    super('The server cannot be reached.');
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
  if (error instanceof Unreachable)
    return 'The server cannot be reached. Your connection or the server may be down.';
  if (error instanceof ApiProblem && error.status === 503)
    return 'A part of the server is away for a moment.';
  if (error instanceof ApiProblem) return error.message;
  return 'Something unexpected went wrong.';
}
