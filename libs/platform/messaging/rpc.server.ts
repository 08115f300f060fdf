import { AppError } from '#contracts/protocol/app.error.js';
import { Logger } from '@nestjs/common';
import type { MessageHandler } from '@nestjs/microservices';
import type { ConsumeMessage, Channel } from 'amqplib';
import { throwError } from 'rxjs';
import { withCorrelation } from '../observability/correlation.js';
import { DrainingServer } from './draining.server.js';
import { RPC_TRANSPORT } from './on-rpc.decorator.js';

/** Answers a service's calls, each under the caller's correlation id. */
export class RpcServer extends DrainingServer {
  override readonly transportId = RPC_TRANSPORT;
  private readonly log = new Logger(RpcServer.name);

  /** A call that only another version answers fails at once with `service_unavailable`: nothing was done, ask again. */
  override getHandlerByPattern(pattern: string): MessageHandler {
    return super.getHandlerByPattern(pattern) ?? (async () => this.refuse(pattern));
  }

  private refuse(pattern: string) {
    this.log.warn(`no handler for the call "${pattern}" in this version`);
    const message = `This version of the service does not answer "${pattern}". Try again soon.`;
    return throwError(() => new AppError('service_unavailable', message).toWire());
  }

  override async handleMessage(message: ConsumeMessage | null, channel: Channel): Promise<void> {
    if (!message) return;
    const id = message.properties.headers?.['x-correlation-id'];
    await withCorrelation(typeof id === 'string' ? id : undefined, () =>
      super.handleMessage(message, channel),
    );
  }
}
