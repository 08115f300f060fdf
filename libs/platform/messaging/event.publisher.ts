import { randomUUID } from 'node:crypto';
import { EventEnvelope, eventName, type EventClass } from '#contracts/protocol/event.js';
import { validated } from '#contracts/protocol/validation.js';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { ClientRMQ } from '@nestjs/microservices';
import { lastValueFrom, timeout } from 'rxjs';
import { correlationId } from '../observability/correlation.js';
import { Environment } from '../config/environment.js';
import { exchange } from './rmq.options.js';

const CONFIRM_TIMEOUT_MS = 10_000;

/** An event with its name, ready to be stored and sent. */
export interface OutgoingEvent extends EventEnvelope {
  name: string;
}

/** Seals an event: checks it against its class and gives it the id it keeps on every delivery. */
export function sealEvent<T extends object>(type: EventClass<T>, data: T): OutgoingEvent {
  validated(type, data);
  return {
    id: randomUUID(),
    name: eventName(type),
    occurredAt: new Date().toISOString(),
    correlationId: correlationId() ?? randomUUID(),
    data,
  };
}

/** Publishes events and waits for the broker's confirm. */
@Injectable()
export class EventPublisher implements OnApplicationShutdown {
  private readonly client: ClientRMQ;

  constructor(environment: Environment) {
    this.client = new ClientRMQ(exchange(environment.RABBITMQ_URL));
  }

  /** @throws when the broker did not confirm in time; the event may then be sent again under the same id */
  async send({ name, ...envelope }: OutgoingEvent): Promise<void> {
    await lastValueFrom(this.client.emit(name, envelope).pipe(timeout(CONFIRM_TIMEOUT_MS)), {
      defaultValue: undefined,
    });
  }

  async publish<T extends object>(type: EventClass<T>, data: T): Promise<void> {
    await this.send(sealEvent(type, data));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
