import { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import { SecretOfUser } from '#contracts/users/tokens.rpc.js';
import { UserDeleted, WebhookDue } from '#contracts/users/users.events.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import {
  endWebhook,
  listDeliveries,
  listWebhooks,
  MakeWebhook,
  makeWebhook,
  testWebhook,
} from '#contracts/users/webhooks.rpc.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { WebhookNews } from './webhook.news.js';
import { WebhookSender } from './webhook.sender.js';
import { Webhooks } from './webhooks.js';

@Controller()
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly news: WebhookNews,
    private readonly sender: WebhookSender,
  ) {}

  @OnRpc(makeWebhook)
  make(request: MakeWebhook) {
    return this.webhooks.make(request);
  }

  @OnRpc(listWebhooks)
  list({ userId }: UserRef) {
    return this.webhooks.list(userId);
  }

  @OnRpc(endWebhook)
  async end(request: SecretOfUser) {
    await this.webhooks.end(request);
    return null;
  }

  @OnRpc(listDeliveries)
  deliveries(request: SecretOfUser) {
    return this.webhooks.deliveries(request);
  }

  @OnRpc(testWebhook)
  async test(request: SecretOfUser) {
    return { deliveryId: await this.news.test(request) };
  }

  @OnEvent(ListRefreshed)
  onListRefreshed(event: ListRefreshed): Promise<void> {
    return this.news.hear(event);
  }

  @OnEvent(WebhookDue)
  onWebhookDue(event: WebhookDue): Promise<void> {
    return this.sender.send(event);
  }

  @OnEvent(UserDeleted)
  onUserDeleted({ userId }: UserDeleted): Promise<void> {
    return this.webhooks.forget(userId);
  }
}
