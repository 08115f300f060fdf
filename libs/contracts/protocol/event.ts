import { IsISO8601, IsNotEmptyObject, IsObject, IsString, MaxLength } from 'class-validator';

/** The topic exchange that carries every event of the system. */
export const EVENTS_EXCHANGE = 'movie-recommender.events';

const EVENT_NAME = Symbol('event name');

export type EventClass<T extends object = object> = new () => T;

/** Names an event class: `<owner>.<past-tense fact>.v<n>`, which is also its routing key. */
export function EventName(name: string): ClassDecorator {
  if (!/^[a-z]+\.[a-z-]+\.v\d+$/.test(name)) throw new Error(`"${name}" is not <owner>.<fact>.v<n>`);
  return (target) => Object.defineProperty(target, EVENT_NAME, { value: name });
}

export function eventName(type: EventClass): string {
  const name = (type as { [EVENT_NAME]?: string })[EVENT_NAME];
  if (!name) throw new Error(`${type.name} has no @EventName`);
  return name;
}

/** What travels around every event. `id` is the same on every delivery of the same fact. */
export class EventEnvelope {
  @IsString() @MaxLength(64) id!: string;
  @IsISO8601() occurredAt!: string;
  @IsString() @MaxLength(128) correlationId!: string;
  @IsObject() @IsNotEmptyObject() data!: object;
}
