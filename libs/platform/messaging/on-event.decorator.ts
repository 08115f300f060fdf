import { eventName, type EventClass } from '#contracts/protocol/event.js';
import { applyDecorators, Catch, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';

/** Marks handlers for the event server alone, so that no second server of the process registers them too. */
export const EVENTS_TRANSPORT = Symbol('events');
/** The same for the server of a replica's own queue. */
export const BROADCAST_TRANSPORT = Symbol('broadcasts');

export interface EventHandlerExtras {
  eventClass: EventClass;
}

/** Hands a handler's error to the event server as it is; Nest would replace it by "Internal server error". */
@Catch()
class EventErrors implements RpcExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/**
 * Handles every event of a class. The handler gets a checked instance; returning acknowledges it, throwing retries it.
 * Deliveries may repeat and change places: doing it twice must change nothing.
 */
export function OnEvent<T extends object>(eventClass: EventClass<T>) {
  return handles(eventClass, EVENTS_TRANSPORT);
}

/** Handles every event of a class in every replica, while it is connected; what it misses or fails at does not come again. */
export function OnBroadcast<T extends object>(eventClass: EventClass<T>) {
  return handles(eventClass, BROADCAST_TRANSPORT);
}

function handles<T extends object>(eventClass: EventClass<T>, transport: symbol) {
  const extras: EventHandlerExtras = { eventClass };
  const pattern = EventPattern(eventName(eventClass), transport, extras) as MethodDecorator;
  const decorate = applyDecorators(pattern, UseFilters(EventErrors));
  return <Handler extends (event: T) => Promise<void>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => decorate(target, key, descriptor);
}
