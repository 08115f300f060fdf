import { AppError } from '#contracts/protocol/app.error.js';
import type { WebhookDue } from '#contracts/users/users.events.js';
import { FAILURES_UNTIL_OFF, MAX_DELIVERIES } from '#contracts/users/webhooks.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { outward } from '#platform/http/outward.js';
import { Injectable } from '@nestjs/common';
import { webhookRequest } from './webhook.request.js';
import type { StoredDelivery, WebhookDocument } from './webhook.schema.js';
import { Webhooks } from './webhooks.js';

/** Whoever answers this wants to hear no more, as Standard Webhooks has it. */
const GONE = 410;

type Outcome = Pick<StoredDelivery, 'status' | 'reason'> & { arrived: boolean };

/** Sends what is due, notes how it went, and switches off what does not answer. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly environment: Environment,
  ) {}

  /** @throws Error when it did not arrive and is to be tried again */
  async send({ userId, webhookId, deliveryId, type, body }: WebhookDue): Promise<void> {
    const webhook = await this.webhooks.get({ userId, id: webhookId }).catch((error: AppError) => {
      if (error.code !== 'entry_not_found') throw error;
    });
    // Removed, or switched off meanwhile; a test may switch it on again.
    if (!webhook || (webhook.offSince && type !== 'test')) return;
    const before = webhook.deliveries.find(({ id }) => id === deliveryId);
    if (before && before.outcome !== 'waiting') return;
    const { arrived, ...outcome } = await this.ask(webhook, deliveryId, body);
    const attempts = (before?.attempts ?? 0) + 1;
    const isLast =
      type === 'test' || outcome.status === GONE || attempts > this.environment.EVENT_RETRY_DELAYS_MS.length;
    await this.note(webhook, {
      id: deliveryId,
      type,
      outcome: arrived ? 'delivered' : isLast ? 'failed' : 'waiting',
      at: new Date(),
      attempts,
      ...outcome,
    });
    if (!arrived && !isLast) throw new Error(`a webhook was not reached: ${outcome.reason}`);
  }

  private async ask(webhook: WebhookDocument, id: string, body: string): Promise<Outcome> {
    const opened = this.webhooks.opened(webhook);
    if (!opened) return { arrived: false, reason: 'Its secret cannot be read any more: make it again.' };
    try {
      const request = webhookRequest(id, body, opened.secret);
      const { status } = await outward(opened.url, this.environment.OUTWARD_ADDRESSES, request);
      const arrived = status >= 200 && status < 300;
      return { arrived, status, ...(!arrived && { reason: `It answered ${status}.` }) };
    } catch (error) {
      if (error instanceof AppError) return { arrived: false, reason: error.message };
      throw error;
    }
  }

  /** In one write, so that two replicas lose nothing of each other's. */
  private async note({ _id }: WebhookDocument, delivery: StoredDelivery): Promise<void> {
    // Whoever tries things out switches nothing off.
    const isTest = delivery.type === 'test';
    const others = { $filter: { input: '$deliveries', cond: { $ne: ['$$this.id', delivery.id] } } };
    const failures = {
      delivered: 0,
      waiting: '$failures',
      failed: delivery.status === GONE ? FAILURES_UNTIL_OFF : { $add: ['$failures', isTest ? 0 : 1] },
    }[delivery.outcome];
    await this.webhooks.model.collection.updateOne({ _id: _id as never }, [
      {
        $set: {
          deliveries: { $slice: [{ $concatArrays: [others, [{ $literal: delivery }]] }, -MAX_DELIVERIES] },
          failures,
          ...(delivery.outcome === 'delivered' && { lastUsedAt: delivery.at, offSince: '$$REMOVE' }),
        },
      },
      ...(delivery.outcome === 'failed' ? [OFF_AFTER_MANY] : []),
    ]);
  }
}

const OFF_AFTER_MANY = {
  $set: {
    offSince: {
      $cond: [{ $gte: ['$failures', FAILURES_UNTIL_OFF] }, { $ifNull: ['$offSince', '$$NOW'] }, '$offSince'],
    },
  },
};
