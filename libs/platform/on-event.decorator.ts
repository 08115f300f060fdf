import { eventName, type EventClass } from '#contracts/event.js';
import { EventPattern } from '@nestjs/microservices';

/** Marks handlers for the event server alone, so that no second server of the process registers them too. */
export const EVENTS_TRANSPORT = Symbol('events');

export interface EventHandlerExtras {
  eventClass: EventClass;
}

/**
 * Handles every event of a class. The handler gets a checked instance; returning acknowledges it, throwing retries it.
 * Deliveries may repeat and change places: doing it twice must change nothing.
 */
export function OnEvent<T extends object>(eventClass: EventClass<T>) {
  const extras: EventHandlerExtras = { eventClass };
  const decorate = EventPattern(eventName(eventClass), EVENTS_TRANSPORT, extras) as MethodDecorator;
  return (
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<(event: T) => Promise<void>>,
  ): void => {
    decorate(target, key, descriptor);
  };
}
