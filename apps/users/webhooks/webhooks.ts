import { randomBytes } from 'node:crypto';
import { AppError } from '#contracts/protocol/app.error.js';
import type { SecretOfUser } from '#contracts/users/tokens.rpc.js';
import {
  type Delivery,
  type MadeWebhook,
  type MakeWebhook,
  MAX_WEBHOOKS,
  type Webhook,
} from '#contracts/users/webhooks.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { seal, storageKey, unseal } from '#platform/config/sealed.js';
import { outwardAddress } from '#platform/http/outward.address.js';
import { answered, insertInTime } from '#platform/stores/mongo.deadline.js';
import { isDuplicateKey } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { UserStore } from '../documents/user.store.js';
import { newSigningSecret } from './webhook.request.js';
import { WebhookDocument } from './webhook.schema.js';

/** Addresses that people want to be told at. */
@Injectable()
export class Webhooks {
  private readonly key: Buffer;

  constructor(
    @InjectModel(WebhookDocument.name) readonly model: Model<WebhookDocument>,
    private readonly users: UserStore,
    private readonly environment: Environment,
  ) {
    this.key = storageKey(environment);
  }

  /** @throws AppError `address_refused`, `limit_reached` when somebody has as many as they may */
  async make({ userId, url, events }: MakeWebhook): Promise<MadeWebhook> {
    const address = outwardAddress(url, this.environment.OUTWARD_ADDRESSES).href;
    await this.users.get(userId, 'version');
    const secret = newSigningSecret();
    const _id = randomBytes(8).toString('hex');
    const sealed = { url: seal(this.key, _id, address), secret: seal(this.key, _id, secret) };
    const webhook = { _id, userId, ...sealed, events, createdAt: new Date() };
    for (let slot = 0; slot < MAX_WEBHOOKS; slot += 1)
      try {
        await insertInTime(this.model, { ...webhook, slot });
        return { ...this.shown(webhook), secret };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    throw new AppError('limit_reached', `There may be ${MAX_WEBHOOKS} webhooks: remove one first.`);
  }

  async list(userId: string): Promise<Webhook[]> {
    const all = this.model.find({ userId }, { deliveries: 0, told: 0 }).sort({ createdAt: -1 });
    return (await answered(all.lean<WebhookDocument[]>())).map((one) => this.shown(one));
  }

  /** @throws AppError `entry_not_found` */
  async end({ userId, id }: SecretOfUser): Promise<void> {
    const { deletedCount } = await answered(this.model.deleteOne({ _id: id, userId }));
    if (deletedCount !== 1) throw notFound();
  }

  /** All of a deleted account's. */
  async forget(userId: string): Promise<void> {
    await answered(this.model.deleteMany({ userId }));
  }

  /** @throws AppError `entry_not_found` */
  async deliveries(which: SecretOfUser): Promise<Delivery[]> {
    const { deliveries } = await this.get(which);
    return deliveries.map(({ at, ...delivery }) => ({ ...delivery, at: at.toISOString() })).reverse();
  }

  /** @throws AppError `entry_not_found` */
  async get({ userId, id }: SecretOfUser): Promise<WebhookDocument> {
    const webhook = await this.model.findOne({ _id: id, userId }).lean<WebhookDocument>();
    if (!webhook) throw notFound();
    return webhook;
  }

  /** Where to and what with; nothing under another JWT_SECRET than the one that it was made with. */
  opened({ _id, url, secret }: WebhookDocument): { url: string; secret: string } | undefined {
    const [address, signing] = [unseal(this.key, _id, url), unseal(this.key, _id, secret)];
    return address !== undefined && signing !== undefined ? { url: address, secret: signing } : undefined;
  }

  private shown(
    webhook: Pick<WebhookDocument, '_id' | 'url' | 'events' | 'createdAt'> & Partial<WebhookDocument>,
  ): Webhook {
    const { _id, url, events, createdAt, lastUsedAt, offSince } = webhook;
    return {
      id: _id,
      url: unseal(this.key, _id, url) ?? '',
      events,
      createdAt: createdAt.toISOString(),
      ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
      ...(offSince && { offSince: offSince.toISOString() }),
    };
  }
}

const notFound = () => new AppError('entry_not_found', 'There is no such webhook.');
