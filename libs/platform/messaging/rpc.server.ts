import type { ConsumeMessage, Channel } from 'amqplib';
import { withCorrelation } from '../observability/correlation.js';
import { DrainingServer } from './draining.server.js';
import { RPC_TRANSPORT } from './on-rpc.decorator.js';

/** Answers a service's calls, each under the caller's correlation id. */
export class RpcServer extends DrainingServer {
  override readonly transportId = RPC_TRANSPORT;

  override async handleMessage(message: ConsumeMessage | null, channel: Channel): Promise<void> {
    if (!message) return;
    const id = message.properties.headers?.['x-correlation-id'];
    await withCorrelation(typeof id === 'string' ? id : undefined, () =>
      super.handleMessage(message, channel),
    );
  }
}
