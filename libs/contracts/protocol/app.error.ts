/**
 * Every error a caller can meet: its stable code, the HTTP status the gateway answers with, and a default sentence.
 * On the wire between services only `{ code, message, errors? }` travels.
 */
export const ERRORS = {
  validation_failed: [400, 'The request is not valid.'],
  malformed_json: [400, 'The body is not valid JSON.'],
  unknown_movie: [400, 'A film in the request does not exist.'],
  unreadable_file: [400, 'The file could not be read.'],
  address_refused: [400, 'This address is not allowed here.'],
  address_unreachable: [400, 'No answer comes from this address.'],
  invalid_credentials: [401, 'E-mail or password is wrong.'],
  unauthorized: [401, 'A valid access token is needed.'],
  session_ended: [401, 'The session has ended. Log in again.'],
  wrong_password: [403, 'The password is wrong.'],
  email_unverified: [403, 'The provider has not confirmed your e-mail address.'],
  sign_in_refused: [403, 'The sign-in at the provider does not count. Start again.'],
  sign_in_again: [403, 'Sign in again to confirm that it is you.'],
  foreign_origin: [403, 'This cannot be asked for from another site.'],
  beyond_limit: [403, 'Family mode hides this film.'],
  scope_missing: [403, 'This token does not allow that.'],
  movie_not_found: [404, 'There is no such film.'],
  import_not_found: [404, 'There is no such import, or it is too old to be carried out or taken back.'],
  person_not_found: [404, 'There is nobody of this name.'],
  row_not_found: [404, 'There is no such row on the page.'],
  entry_not_found: [404, 'There is no such entry.'],
  route_not_found: [404, 'There is nothing at this address.'],
  method_not_allowed: [405, 'This address does not take this method.'],
  request_timeout: [408, 'The request did not come in time.'],
  email_taken: [409, 'An account with this e-mail exists already.'],
  identity_taken: [409, 'This sign-in belongs to another account already.'],
  password_needed: [409, 'Set a password first: without it nothing would open this account.'],
  limit_reached: [409, 'There are as many of these as there may be.'],
  request_in_progress: [409, 'The first request with this key is still running.'],
  payload_too_large: [413, 'The request is too large.'],
  unsupported_media_type: [415, 'This kind of content is not accepted here.'],
  idempotency_key_reused: [422, 'This key was used for another request.'],
  headers_too_large: [431, 'The headers of the request are too large.'],
  too_many_requests: [429, 'Too many requests. Try again later.'],
  internal_error: [500, 'Something went wrong on our side.'],
  service_unavailable: [503, 'A part of the system is not reachable. Try again soon.'],
  provider_unreachable: [503, 'The sign-in provider does not answer. Try again soon, or use your password.'],
  plot_search_unavailable: [503, 'Plot search is not reachable. Try again soon.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERRORS;

/** One thing wrong with one field: `path` as in `ratings.3.rating`. */
export interface FieldError {
  path: string;
  message: string;
}

/** The one error type of the system. Its code picks the HTTP status at the edge. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code][1],
    readonly errors?: FieldError[],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AppError';
  }

  get status(): number {
    return ERRORS[this.code][0];
  }

  /** The form that travels between services. */
  toWire(): { code: ErrorCode; message: string; errors?: FieldError[] } {
    return { code: this.code, message: this.message, ...(this.errors && { errors: this.errors }) };
  }

  /** Rebuilds an error that came over the wire; anything unknown becomes `internal_error`. */
  static fromWire(wire: unknown): AppError {
    const { code, message, errors } = (wire ?? {}) as Partial<ReturnType<AppError['toWire']>>;
    if (typeof code === 'string' && code in ERRORS) return new AppError(code, message, errors);
    return new AppError('internal_error', undefined, undefined, { cause: wire });
  }
}
