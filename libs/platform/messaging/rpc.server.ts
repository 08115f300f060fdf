import { AppError } from '#contracts/protocol/app.error.js';
import { Logger } from '@nestjs/common';
import { RmqContext } from '@nestjs/microservices';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { lastValueFrom } from 'rxjs';
import { withCorrelation } from '../observability/correlation.js';
import { callsRefused } from '../observability/metrics.js';
import { remainingMs, withDeadline } from '../process/deadline.js';
import { asAppError } from '../stores/store.errors.js';
import { ConsumingServer } from './consuming.server.js';
import { encoded } from '../broker/message.size.js';
import { RPC_TRANSPORT } from './on-rpc.decorator.js';
import { callQueueOptions } from './rmq.options.js';
import { CORRELATION_HEADER, DEADLINE_HEADER, type WireReply } from './rpc.wire.js';

interface WireRequest {
  pattern?: unknown;
  data?: unknown;
  id?: unknown;
}

/**
 * Answers a service's calls, each under the caller's correlation id and deadline. Nothing is begun after the deadline, nor
 * twice: a call that comes again after its process or channel went away is refused, because its work may be done.
 */
export class RpcServer extends ConsumingServer {
  override readonly transportId = RPC_TRANSPORT;
  private readonly log = new Logger(RpcServer.name);

  protected override async declare(channel: ConfirmChannel): Promise<void> {
    await channel.assertQueue(this.settings.queue, callQueueOptions(this.settings.url));
  }

  protected override async handle(message: ConsumeMessage, channel: ConfirmChannel): Promise<void> {
    const id: unknown = message.properties.headers?.[CORRELATION_HEADER];
    await withCorrelation(typeof id === 'string' ? id : undefined, () =>
      withDeadline(deadlineOf(message), async () => {
        const request = requestOf(message);
        const reply = await this.answer(request, message, channel);
        this.reply({ ...reply, isDisposed: true, id: request.id }, message, channel);
      }),
    );
    this.acknowledge(message, channel);
  }

  private async answer(
    request: WireRequest,
    message: ConsumeMessage,
    channel: ConfirmChannel,
  ): Promise<WireReply> {
    const pattern = String(request.pattern);
    try {
      const handler = this.getHandlerByPattern(pattern);
      if (!handler)
        throw this.refused(pattern, 'unknown', `This version of the service does not answer "${pattern}".`);
      if (message.fields.redelivered) throw this.refused(pattern, 'interrupted', 'The call was interrupted.');
      if (remainingMs() === 0) throw this.refused(pattern, 'late', 'The call came too late.');
      const result = await handler(request.data, new RmqContext([message as never, channel, pattern]));
      const response: unknown = await lastValueFrom(this.transformToObservable(result), {
        defaultValue: undefined,
      });
      return { response };
    } catch (error) {
      return { err: error instanceof Error ? asAppError(error).toWire() : error };
    }
  }

  private refused(call: string, reason: string, sentence: string): AppError {
    callsRefused.inc({ reason });
    this.log.warn(`${call} is refused: ${reason}`);
    return new AppError('service_unavailable', `${sentence} Try again soon.`);
  }

  /** A caller whose channel has closed, or ours, gets no answer and knows it. */
  private reply(answer: WireReply, { properties }: ConsumeMessage, channel: ConfirmChannel): void {
    if (!properties.replyTo) return;
    let content: Buffer;
    try {
      content = encoded('The answer', answer, 'internal_error');
    } catch (error) {
      this.log.error({ err: error }, 'the answer cannot be sent');
      content = encoded(
        'The error',
        { ...answer, response: undefined, err: asAppError(error).toWire() },
        'internal_error',
      );
    }
    try {
      channel.sendToQueue(properties.replyTo as string, content, {
        correlationId: properties.correlationId as string,
      });
    } catch {
      this.log.debug('the channel was closed before the answer was sent');
    }
  }
}

/** A caller's clock may be ahead of ours: no call lives longer here than the time it was sent with. */
function deadlineOf({ properties }: ConsumeMessage): number | undefined {
  const said = [
    Number(properties.headers?.[DEADLINE_HEADER] ?? NaN),
    Date.now() + Number(properties.expiration ?? NaN),
  ].filter((at) => Number.isFinite(at));
  return said.length > 0 ? Math.min(...said) : undefined;
}

function requestOf({ content }: ConsumeMessage): WireRequest {
  try {
    const request = JSON.parse(content.toString()) as WireRequest | null;
    return request ?? {};
  } catch {
    return {};
  }
}
