import { EVENTS_EXCHANGE } from '#contracts/protocol/event.js';
import { answererOf, type Contracts, publisherOf } from './contract.list.js';

/** What services send each other over RabbitMQ, as an AsyncAPI 3 document. */
export function asyncApiDocument({ envelope, events, calls, replies }: Contracts, version: string): object {
  const eventNames = Object.keys(events);
  const callNames = Object.keys(calls);
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
      ...Object.fromEntries(callNames.map((name) => [`answer_${idOf(name)}`, answering(name)])),
    },
    components: {
      messages: {
        ...Object.fromEntries(eventNames.map((name) => [idOf(name), eventMessage(name)])),
        ...Object.fromEntries(callNames.map((name) => [idOf(name), callMessage(name)])),
        ...Object.fromEntries(callNames.map((name) => [replyId(name), replyMessage(name)])),
      },
      schemas: {
        envelope,
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

function answering(name: string): object {
  return {
    action: 'receive',
    summary: `Answered by ${answererOf(name)}; expires in the queue with the caller’s time-out`,
    channel: { $ref: `#/channels/${idOf(name)}` },
    reply: {
      channel: { $ref: '#/channels/reply' },
      messages: [{ $ref: `#/channels/reply/messages/${replyId(name)}` }],
    },
  };
}

function eventMessage(name: string): object {
  return {
    name,
    payload: {
      allOf: [
        { $ref: '#/components/schemas/envelope' },
        { type: 'object', properties: { data: { $ref: `#/components/schemas/${idOf(name)}` } } },
      ],
    },
  };
}

function callMessage(name: string): object {
  return { name, payload: { $ref: `#/components/schemas/${idOf(name)}` } };
}

function replyMessage(name: string): object {
  return { name: `${name} reply`, payload: { $ref: `#/components/schemas/${replyId(name)}` } };
}

const replyId = (name: string) => `${idOf(name)}_reply`;

/** A component's key: letters, digits, dots, dashes and underscores. */
const idOf = (name: string) => name.replaceAll(/[^\w-]/g, '_');
