import 'reflect-metadata';
import * as catalogEvents from '#contracts/catalog/catalog.events.js';
import * as catalogCalls from '#contracts/catalog/catalog.rpc.js';
import * as gatewayEvents from '#contracts/gateway/gateway.events.js';
import { EventEnvelope, eventName, type EventClass } from '#contracts/protocol/event.js';
import { type Rpc, serviceOf, type ServiceName } from '#contracts/protocol/rpc.js';
import * as recommenderEvents from '#contracts/recommender/recommender.events.js';
import * as recommenderCalls from '#contracts/recommender/recommender.rpc.js';
import * as importCalls from '#contracts/users/imports.rpc.js';
import * as seenCalls from '#contracts/users/seen.rpc.js';
import * as connectionsCalls from '#contracts/users/connections.rpc.js';
import * as libraryCalls from '#contracts/users/library.rpc.js';
import * as feedsCalls from '#contracts/users/feeds.rpc.js';
import * as identitiesCalls from '#contracts/users/identities.rpc.js';
import * as tokensCalls from '#contracts/users/tokens.rpc.js';
import * as usersEvents from '#contracts/users/users.events.js';
import * as usersCalls from '#contracts/users/users.rpc.js';
import * as webhooksCalls from '#contracts/users/webhooks.rpc.js';
import { projectRoot } from '#platform/config/project-root.js';
import { type JsonSchema, schemaOf } from './class.schema.js';
import { replySchemas } from './reply.schemas.js';

const EVENTS = [usersEvents, catalogEvents, recommenderEvents, gatewayEvents];
const CALLS = [
  usersCalls,
  seenCalls,
  importCalls,
  tokensCalls,
  connectionsCalls,
  libraryCalls,
  feedsCalls,
  identitiesCalls,
  webhooksCalls,
  catalogCalls,
  recommenderCalls,
];

/** What services send each other, as JSON Schemas. */
export interface Contracts {
  /** Around every event. */
  envelope: JsonSchema;
  /** By name, which is the routing key. */
  events: Record<string, JsonSchema>;
  /** Requests, by the call's name. */
  calls: Record<string, JsonSchema>;
  /** What is answered, by the call's name. */
  replies: Record<string, JsonSchema>;
}

/** Every event, call and reply there is, from the classes and types. */
export function contracts(): Contracts {
  return {
    envelope: schemaOf(EventEnvelope),
    events: byName(eventClasses().map((type) => [eventName(type), schemaOf(type)])),
    calls: byName(calls().map(({ name, request }) => [name, schemaOf(request as EventClass)])),
    replies: replySchemas(projectRoot()),
  };
}

/** The service that publishes an event. */
export const publisherOf = (event: string) => event.slice(0, event.indexOf('.')) as ServiceName;
/** The service that answers a call. */
export const answererOf = (call: string) => serviceOf({ name: call } as Rpc<object, unknown>);

/** The names on the wire of events and calls, by the names they have in the code. */
export function messageNames(): ReadonlyMap<string, string> {
  const events = exportsOf(...EVENTS).flatMap(([code, value]) =>
    isEvent(value) ? [[code, eventName(value)] as const] : [],
  );
  const named = exportsOf(...CALLS).flatMap(([code, value]) =>
    isCall(value) ? [[code, value.name] as const] : [],
  );
  return new Map([...events, ...named]);
}

function eventClasses(): EventClass[] {
  return exportsOf(...EVENTS).flatMap(([, value]) => (isEvent(value) ? [value] : []));
}

function calls(): Rpc<object, unknown>[] {
  return exportsOf(...CALLS).flatMap(([, value]) => (isCall(value) ? [value] : []));
}

function isEvent(value: unknown): value is EventClass {
  try {
    return eventName(value as EventClass) !== '';
  } catch {
    return false;
  }
}

function isCall(value: unknown): value is Rpc<object, unknown> {
  return typeof value === 'object' && value !== null && 'request' in value && 'name' in value;
}

const exportsOf = (...modules: object[]) =>
  modules.flatMap((module) => Object.entries(module) as [string, unknown][]);

const byName = (entries: [string, JsonSchema][]) =>
  Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
