import { ERRORS } from '#contracts/protocol/app.error.js';

const reference = (key: string) => ({ $ref: `#/components/schemas/${key}` });

/** A component's key: letters, digits, dots, dashes and underscores. */
export const idOf = (name: string) => name.replaceAll(/[^\w-]/g, '_');
export const replyId = (name: string) => `${idOf(name)}_reply`;

/** An event as it lies in a queue: Nest's packet around the envelope around the data. */
export function eventMessage(name: string): object {
  return {
    name,
    correlationId: { location: '$message.payload#/data/correlationId' },
    payload: {
      type: 'object',
      required: ['pattern', 'data'],
      properties: {
        pattern: { const: name },
        data: {
          allOf: [reference('envelope'), { type: 'object', properties: { data: reference(idOf(name)) } }],
        },
      },
    },
  };
}

/** A request as it lies in a queue. */
export function callMessage(name: string): object {
  return {
    name,
    headers: {
      type: 'object',
      properties: {
        'x-correlation-id': { type: 'string' },
        'x-deadline': {
          type: 'integer',
          description: 'When the caller gives up, in milliseconds since 1970; nothing is begun later.',
        },
      },
    },
    correlationId: { location: '$message.header#/x-correlation-id' },
    payload: {
      type: 'object',
      required: ['pattern', 'id', 'data'],
      properties: { pattern: { const: name }, id: { type: 'string' }, data: reference(idOf(name)) },
    },
  };
}

/** The reply, or the error that the other side threw. */
export function replyMessage(name: string): object {
  return {
    name: `${name} reply`,
    payload: {
      type: 'object',
      properties: { isDisposed: { type: 'boolean' } },
      anyOf: [
        { required: ['response'], properties: { response: reference(replyId(name)) } },
        { required: ['err'], properties: { err: reference('failure') } },
      ],
    },
  };
}

/** `AppError` on the wire. */
export function failureSchema(): object {
  const field = {
    type: 'object',
    required: ['path', 'message'],
    properties: { path: { type: 'string' }, message: { type: 'string' } },
  };
  return {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      code: { type: 'string', enum: Object.keys(ERRORS) },
      message: { type: 'string' },
      errors: { type: 'array', items: field },
    },
  };
}
