import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import {
  callMessage,
  eventMessage,
  failureSchema,
  idOf,
  replyId,
  replyMessage,
} from './asyncapi.messages.js';
import { answererOf, type Contracts, publisherOf } from './contract.list.js';

/** Who does what with which message, by its name on the wire; `by` is a service, or `commands` for an operator's. */
export interface MessageTraffic {
  by: string;
  does: 'handles' | 'answers' | 'calls';
  name: string;
}

/**
 * What services send each other over RabbitMQ, as an AsyncAPI 3 document.
 *
 * @param traffic  who handles which event, and who answers and asks which call
 * @throws Error when a call is answered by another service than its own, or by none
 */
export function asyncApiDocument(
  { envelope, events, calls, replies }: Contracts,
  traffic: readonly MessageTraffic[],
  version: string,
): object {
  const eventNames = Object.keys(events);
  const callNames = Object.keys(calls);
  for (const name of callNames) requireAnswer(name, traffic);
  const of = (does: MessageTraffic['does']) => traffic.filter((one) => one.does === does);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'movie-recommender',
      version,
      description:
        'Events and calls between the services. Made from the classes in libs/contracts: npm run contracts',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: {
      ...Object.fromEntries(eventNames.map((name) => [idOf(name), eventChannel(name)])),
      ...Object.fromEntries(callNames.map((name) => [idOf(name), callChannel(name)])),
      reply: {
        address: null,
        description:
          'The caller’s own reply queue (direct reply-to): the reply, or `{ code, message }` as `err`.',
        messages: Object.fromEntries(
          callNames.map((name) => [replyId(name), { $ref: `#/components/messages/${replyId(name)}` }]),
        ),
      },
    },
    operations: {
      ...Object.fromEntries(eventNames.map((name) => [`publish_${idOf(name)}`, publishing(name)])),
      ...Object.fromEntries(
        of('handles').map(({ by, name }) => [`${by}_handles_${idOf(name)}`, handling(by, name)]),
      ),
      ...Object.fromEntries(callNames.map((name) => [`answer_${idOf(name)}`, answering(name)])),
      ...Object.fromEntries(
        of('calls').map(({ by, name }) => [`${by}_calls_${idOf(name)}`, asking(by, name)]),
      ),
    },
    components: {
      messages: {
        ...Object.fromEntries(eventNames.map((name) => [idOf(name), eventMessage(name)])),
        ...Object.fromEntries(callNames.map((name) => [idOf(name), callMessage(name)])),
        ...Object.fromEntries(callNames.map((name) => [replyId(name), replyMessage(name)])),
      },
      schemas: {
        envelope,
        failure: failureSchema(),
        ...Object.fromEntries(eventNames.map((name) => [idOf(name), events[name]])),
        ...Object.fromEntries(callNames.map((name) => [idOf(name), calls[name]])),
        ...Object.fromEntries(callNames.map((name) => [replyId(name), replies[name]])),
      },
    },
  };
}

function eventChannel(name: string): object {
  return {
    address: name,
    messages: { [idOf(name)]: { $ref: `#/components/messages/${idOf(name)}` } },
    bindings: {
      amqp: {
        is: 'routingKey',
        exchange: { name: EVENTS_EXCHANGE, type: 'topic', durable: true, autoDelete: false },
      },
    },
  };
}

function callChannel(name: string): object {
  const queue = `${answererOf(name)}.rpc`;
  return {
    address: queue,
    messages: { [idOf(name)]: { $ref: `#/components/messages/${idOf(name)}` } },
    bindings: {
      amqp: { is: 'queue', queue: { name: queue, durable: true, exclusive: false, autoDelete: false } },
    },
  };
}

function publishing(name: string): object {
  return {
    action: 'send',
    summary: `Published by ${publisherOf(name)}, confirmed by the broker, at least once`,
    channel: { $ref: `#/channels/${idOf(name)}` },
    bindings: { amqp: { deliveryMode: 2 } },
  };
}

function handling(by: string, name: string): object {
  return {
    action: 'receive',
    summary: `Handled by ${by}, at least once, in any order`,
    channel: { $ref: `#/channels/${idOf(name)}` },
  };
}

function answering(name: string): object {
  return {
    action: 'receive',
    summary: `Answered by ${answererOf(name)}; expires in the queue with the caller’s time-out`,
    channel: { $ref: `#/channels/${idOf(name)}` },
    reply: replyOf(name),
  };
}

function asking(by: string, name: string): object {
  return {
    action: 'send',
    summary: `Asked by ${by}`,
    channel: { $ref: `#/channels/${idOf(name)}` },
    reply: replyOf(name),
  };
}

function replyOf(name: string): object {
  return {
    channel: { $ref: '#/channels/reply' },
    messages: [{ $ref: `#/channels/reply/messages/${replyId(name)}` }],
  };
}

function requireAnswer(call: string, traffic: readonly MessageTraffic[]): void {
  const answering = traffic.filter(({ does, name }) => does === 'answers' && name === call);
  if (answering.length !== 1 || answering[0].by !== answererOf(call))
    throw new Error(`${call} must be answered by ${answererOf(call)} and nobody else`);
}
