import type { ClassConstructor } from 'class-transformer';

export type ServiceName = 'users' | 'catalog' | 'recommender';

/** One remote call: its name (`<service>.<verb-noun>`), the class its request must satisfy, the type of its reply. */
export interface Rpc<Request extends object, Reply> {
  readonly name: `${ServiceName}.${string}`;
  readonly request: ClassConstructor<Request>;
  /** Only a type: carries `Reply` to callers and handlers, never set. */
  readonly reply?: Reply;
}

/** Declares a call: `rpc('users.save-ratings', SaveRatings).replies<RatingsSaved>()`. */
export function rpc<Request extends object>(
  name: `${ServiceName}.${string}`,
  request: ClassConstructor<Request>,
) {
  return { replies: <Reply>(): Rpc<Request, Reply> => ({ name, request }) };
}

/** The service that answers a call, and so the queue it is sent to. */
export function serviceOf(call: Rpc<object, unknown>): ServiceName {
  return call.name.slice(0, call.name.indexOf('.')) as ServiceName;
}
