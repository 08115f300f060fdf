import { AppError } from '#contracts/protocol/app.error.js';
import {
  checkFeed,
  endFeed,
  type Feed,
  listFeeds,
  type MadeFeed,
  MakeFeed,
  makeFeed,
  MAX_FEEDS,
  type ReadFeed,
} from '#contracts/users/feeds.rpc.js';
import { newSecret } from '#contracts/users/owned.secret.js';
import { SecretCheck, SecretOfUser } from '#contracts/users/tokens.rpc.js';
import { UserRef } from '#contracts/users/users.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import type { StoredFeed } from '../documents/user.schema.js';
import { UserStore } from '../documents/user.store.js';
import { SecretList, timesOf } from '../tokens/secret.list.js';

/** Addresses with a secret, by which feed readers read a person's list. */
@Controller()
export class FeedsController {
  private readonly feeds: SecretList<'feeds'>;

  constructor(private readonly users: UserStore) {
    this.feeds = new SecretList(users, 'feeds', MAX_FEEDS, 'feed');
  }

  @OnRpc(makeFeed)
  async make({ userId, kind }: MakeFeed): Promise<MadeFeed> {
    const { secret, id, digest } = newSecret('mrfeed_', userId);
    const feed: StoredFeed = { id, kind, digest, createdAt: new Date() };
    await this.feeds.add(userId, feed);
    return { ...shown(feed), secret };
  }

  @OnRpc(listFeeds)
  async list({ userId }: UserRef): Promise<Feed[]> {
    return (await this.feeds.all(userId)).map(shown);
  }

  @OnRpc(endFeed)
  async end(feed: SecretOfUser) {
    await this.feeds.end(feed);
    return null;
  }

  @OnRpc(checkFeed)
  async check(secret: SecretCheck): Promise<ReadFeed> {
    const feed = await this.feeds.find(secret);
    if (!feed) throw new AppError('entry_not_found', 'There is no such feed.');
    const { viewing } = await this.users.get(secret.userId, 'viewing');
    return { kind: feed.kind, ...(viewing && { viewing }) };
  }
}

const shown = (feed: StoredFeed): Feed => ({ id: feed.id, kind: feed.kind, ...timesOf(feed) });
