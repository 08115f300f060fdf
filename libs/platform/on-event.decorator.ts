import { eventName, type EventClass } from '#contracts/event.js';
import { applyDecorators, Catch, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';

/** Marks handlers for the event server alone, so that no second server of the process registers them too. */
export const EVENTS_TRANSPORT = Symbol('events');

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
  const extras: EventHandlerExtras = { eventClass };
  const pattern = EventPattern(eventName(eventClass), EVENTS_TRANSPORT, extras) as MethodDecorator;
  const decorate = applyDecorators(pattern, UseFilters(EventErrors));
  return <Handler extends (event: T) => Promise<void>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => decorate(target, key, descriptor);
}
