import { AppError } from '#contracts/protocol/app.error.js';
import { LIST_LENGTH } from '#contracts/recommender/recommendation.js';
import type { ComposedList } from '#contracts/recommender/row.js';
import { ownerOf } from '#lists/list.key.js';
import { kindOf, type ListWish, normalizedWish } from '#lists/list.wish.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { Injectable, Logger } from '@nestjs/common';
import { CurrentModel } from '../model/current.model.js';
import { emptyProfile, type UserProfile } from '../profiles/user.profile.js';
import { UserProfileStore } from '../profiles/user-profile.store.js';
import { CardWriter } from './card.writer.js';
import { ListMaker } from './list.maker.js';
import { listsRequested } from './list.metrics.js';

/** Calls that began when Redis did not hold the list yet may still come so long after it does. */
const LATE_MS = 1000;

/** Lists that somebody asks for because Redis does not hold them: made once, however many ask, and stored there. */
@Injectable()
export class RequestedLists {
  private readonly log = new Logger(RequestedLists.name);
  /** Those that are being made or stored, or were a moment ago. */
  private readonly underWay = new Map<string, Promise<ComposedList>>();

  constructor(
    private readonly profiles: UserProfileStore,
    private readonly current: CurrentModel,
    private readonly lists: ListMaker,
    private readonly readyLists: ReadyLists,
    private readonly cards: CardWriter,
  ) {}

  /**
   * The plain list comes with its rows.
   *
   * @param withRows  whether rows of what a filter leaves are wanted as well
   * @throws AppError `unauthorized` when the account is gone, `service_unavailable` without a model
   */
  async of(userId: string, wish: ListWish, withRows = false): Promise<ComposedList> {
    const profile = await this.profileOf(userId);
    // Not that of an earlier profile or model, though it may still be on its way to Redis.
    const kind = kindOf(wish);
    const composed = withRows || kind === 'personal';
    const key = [userId, kind, composed, profile.revision, this.current.get().id].join(' ');
    const underWay = this.underWay.get(key);
    if (underWay) return underWay;
    const list = composed
      ? this.lists.makeComposed(profile, normalizedWish(wish).filter)
      : this.lists.make(profile, { limit: LIST_LENGTH, ...normalizedWish(wish) });
    listsRequested.inc();
    this.underWay.set(key, list);
    list
      .then((made) => this.store(userId, wish, made))
      .catch((error: Error) => this.log.debug(`list of ${userId} not stored: ${error.message}`))
      .finally(() => setTimeout(() => this.underWay.delete(key), LATE_MS).unref());
    list.catch(() => this.underWay.delete(key));
    return list;
  }

  /** What is known of a user who may ask. @throws AppError `unauthorized` when the account is gone */
  async profileOf(userId: string): Promise<UserProfile> {
    const profile = await this.profiles.find(userId);
    if (profile?.deletedAt) throw new AppError('unauthorized');
    return profile ?? emptyProfile(userId);
  }

  /** Whoever asked has received its first page, with a cursor, so it is not announced. */
  private async store(userId: string, wish: ListWish, list: ComposedList): Promise<void> {
    const key = { owner: ownerOf(userId), kind: kindOf(wish) };
    await Promise.all([this.readyLists.replaceIfNewer(key, list, true), this.cards.ensure()]);
    // Another replica may have handled a deletion, and removed the lists, before this one stored its own.
    const [deleted] = await this.profiles.deletedOf([userId]);
    if (deleted) await this.readyLists.remove(userId);
  }
}
