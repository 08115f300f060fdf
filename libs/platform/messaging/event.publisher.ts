import { randomUUID } from 'node:crypto';
import { EventEnvelope, eventName, EVENTS_EXCHANGE, type EventClass } from '#contracts/protocol/event.js';
import { validated } from '#contracts/protocol/validation.js';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import type { ConfirmChannel } from 'amqplib';
import { correlationId } from '../observability/correlation.js';
import { Environment } from '../config/environment.js';
import { BrokerConnection } from '../broker/broker.connection.js';
import { ConfirmedSender } from '../broker/confirmed.sender.js';
import { LastingChannel } from '../broker/lasting.channel.js';
import { encoded } from '../broker/message.size.js';

/** A broker that is away longer is asked again by whoever keeps the event. */
const BROKER_WAIT_MS = 2000;

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
  private readonly connection: BrokerConnection;
  private readonly channel: LastingChannel;
  private readonly senders = new WeakMap<ConfirmChannel, ConfirmedSender>();

  constructor(environment: Environment) {
    this.connection = new BrokerConnection(environment.RABBITMQ_URL, 'publishing');
    this.channel = new LastingChannel(this.connection, 'publishing', async (channel) => {
      await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
      this.senders.set(channel, new ConfirmedSender(channel));
    });
  }

  /** @throws when the broker did not confirm in time; the event may then be sent again under the same id */
  async send({ name, ...envelope }: OutgoingEvent): Promise<void> {
    const content = encoded(`The event ${name}`, { pattern: name, data: envelope }, 'payload_too_large');
    const channel = await this.channel.open(BROKER_WAIT_MS);
    this.connection.requireUnblocked();
    try {
      await this.senders.get(channel)!.send(EVENTS_EXCHANGE, name, content, { persistent: true });
    } catch (error) {
      this.channel.renew(channel, (error as Error).message);
      throw error;
    }
  }

  async publish<T extends object>(type: EventClass<T>, data: T): Promise<void> {
    await this.send(sealEvent(type, data));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.channel.close();
    await this.connection.close();
  }
}
