import { setImmediate as otherWork, setTimeout as pause } from 'node:timers/promises';
import { ListRefreshed } from '#contracts/recommender/recommender.events.js';
import { EventPublisher } from '#platform/messaging/event.publisher.js';
import { Batches } from '#platform/process/batches.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { personalList } from '#lists/list.key.js';
import { ReadyLists } from '#lists/ready-lists.js';
import { CardWriter } from './card.writer.js';
import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { type BegunList, ListMaker } from './list.maker.js';
import { ListQueue, type QueuedList } from './list.queue.js';
import { ListRests } from './list.rests.js';
import { CurrentModel } from '../model/current.model.js';
import { listRefreshSeconds, listsRefreshed } from './list.metrics.js';
import type { ProfileUpdate, UserProfile } from '../profiles/user.profile.js';
import { UserProfileStore } from '../profiles/user-profile.store.js';
import { ProfileUpdates } from '../profiles/profile.updates.js';

/** Whose lists are remade as soon as a new model serves. */
const ACTIVE_MS = 7 * 24 * 3600 * 1000;
const MAX_ACTIVE = 1000;
/** Lists under way at once: while one is stored and announced, the next is made. */
const LANES = 4;
/** During a backlog lists get this part of the time: the profiles come first, and a list would soon be old. */
const SHARE_IN_BACKLOG = 0.25;
/** That lists have followed, MongoDB is told so often, unless so many have. */
const NOTED_EVERY_MS = 500;
const NOTED_AT_ONCE = 100;
/** A removed list is removed again for so long: another replica, or a gateway, may have written in the same moment. */
const REMOVED_AGAIN_MS = 30_000;

/** What is left to do of a list: nothing, its rest, or all of it, as something that it needs is away. */
type Left = 'nothing' | 'all' | ((isWanted?: boolean) => Promise<void>);

/** Keeps every user's ready list in step with their profile and with the model. */
@Injectable()
export class ListRefresher implements BeforeApplicationShutdown {
  private readonly log = new Logger(ListRefresher.name);
  private readonly queue = new ListQueue();
  private readonly lanes = new Set<Promise<void>>();
  private readonly rests: ListRests;
  /** Notes in MongoDB the profiles that a list has seen. */
  private readonly followed = new Batches<UserProfile, void>(
    (profiles) => this.noteFollowed([...profiles.values()].map(latest)),
    NOTED_AT_ONCE,
    NOTED_EVERY_MS,
  );
  private stopping = false;
  /** Lists of profiles whose write had begun; those of writes that failed are forgotten with them. */
  private readonly begun = new WeakMap<UserProfile, Promise<BegunList>>();
  /** How many of these are being made. */
  private foreseen = 0;

  constructor(
    private readonly updates: ProfileUpdates,
    private readonly profiles: UserProfileStore,
    private readonly lists: ListMaker,
    private readonly readyLists: ReadyLists,
    private readonly cards: CardWriter,
    private readonly events: EventPublisher,
    private readonly current: CurrentModel,
    private readonly redis: RedisConnection,
  ) {
    updates.foreseen = (profile) => this.foresee(profile);
    this.rests = new ListRests(readyLists);
  }

  /**
   * Applies an update of a user, and resolves when it is on disk. The list follows at once, or when what it needs is back:
   * the profile remembers until then that its list is behind.
   *
   * @throws when MongoDB cannot be reached; applying the same update again then does the rest
   */
  async apply(userId: string, update: ProfileUpdate): Promise<void> {
    const profile = await this.updates.apply(userId, update);
    this.log.debug('profile stored');
    const isUnchanged = update.kind === 'shown' && !profile.listBehindSince;
    if (!profile.imported && !isUnchanged) this.enqueue(userId, profile);
  }

  /** Makes lists soon that have not followed their profile, the last one first. */
  enqueueAll(userIds: readonly string[]): void {
    for (const userId of userIds) this.enqueue(userId);
  }

  /** Whether a list that is made now can be stored. */
  get canStore(): boolean {
    return this.redis.client.status === 'ready';
  }

  /** Whether no list is under way, waits for its turn, or has followed without that being noted. */
  get isIdle(): boolean {
    return this.queue.size === 0 && this.lanes.size === 0 && this.rests.isIdle && this.followed.isIdle;
  }

  /** Remakes and announces a list that another model made. @returns whether it did */
  async followModel(userId: string): Promise<boolean> {
    const model = this.current.peek();
    const list = await this.readyLists.read(personalList(userId));
    if (!model || !list || list.modelId === model.id) return false;
    await this.refresh(userId);
    return true;
  }

  /**
   * After a new model: remakes the lists of recently active users; other lists follow when they are looked at. Pauses after
   * each list for as long as it took, and stops when another model serves.
   */
  async refreshActive(): Promise<void> {
    const model = this.current.peek();
    let count = 0;
    for (const userId of await this.profiles.activeSince(new Date(Date.now() - ACTIVE_MS), MAX_ACTIVE)) {
      if (this.stopping || this.current.peek() !== model) return;
      const began = performance.now();
      try {
        await this.refresh(userId);
        count++;
      } catch (error) {
        this.log.warn(`list of ${userId} does not follow the new model yet: ${(error as Error).message}`);
      }
      await pause(performance.now() - began);
    }
    if (count > 0) this.log.log({ count, modelId: model?.id }, `${count} lists follow the new model`);
  }

  /** Makes a list while the profile goes to disk, when no other waits for its turn; it is stored when that is there. */
  private foresee(profile: UserProfile): void {
    if (!profile.listBehindSince || profile.deletedAt || profile.imported) return;
    const isBusy = this.queue.size > 0 || this.lanes.size + this.foreseen >= LANES;
    if (isBusy || this.updates.areBehind || !this.canStore || !this.current.peek()) return;
    this.log.debug('list begun');
    // The write is sent first.
    const list = otherWork().then(() => this.lists.begin(profile));
    this.foreseen += 1;
    // Whoever takes it hears of a failure.
    list.then(
      () => (this.foreseen -= 1),
      () => (this.foreseen -= 1),
    );
    this.begun.set(profile, list);
  }

  private enqueue(userId: string, profile?: UserProfile): void {
    this.queue.add(userId, profile);
    this.openLanes();
  }

  private openLanes(): void {
    while (!this.stopping && this.lanes.size < this.lanesAllowed && this.queue.size > 0) {
      const lane = this.runLane().finally(() => this.lanes.delete(lane));
      this.lanes.add(lane);
    }
  }

  private get lanesAllowed(): number {
    return this.updates.areBehind ? 1 : LANES;
  }

  private async runLane(): Promise<void> {
    for (let next; (next = this.queue.take());) {
      const began = performance.now();
      await this.follow(next);
      await this.rests.untilBelow(LANES);
      if (this.stopping) return;
      if (!this.updates.areBehind) this.openLanes();
      else if (this.lanes.size > 1) return;
      else await pause((performance.now() - began) * (1 / SHARE_IN_BACKLOG - 1));
    }
  }

  /** Never fails. Who has no list afterwards is behind as before. */
  private async follow({ userId, profile, since }: QueuedList): Promise<void> {
    try {
      if (!this.canStore) return this.queue.clear();
      const current = profile ?? (await this.profiles.find(userId));
      // It may have followed since it was found behind.
      if (!current || (!profile && !current.listBehindSince)) return;
      const left = await this.replaceList(current, since);
      if (left === 'nothing') void this.followed.submit(userId, current);
      else if (left !== 'all')
        this.rests.hold(current, (isWanted) => this.complete(current, () => left(isWanted)));
    } catch (error) {
      this.log.warn(`list of ${userId} not made yet: ${(error as Error).message}`);
    }
  }

  /** Never fails. Who has no whole list afterwards is behind as before. */
  private async complete(profile: UserProfile, rest: () => Promise<void>): Promise<void> {
    try {
      await rest();
      void this.followed.submit(profile.userId, profile);
    } catch (error) {
      this.log.warn(`list of ${profile.userId} not whole yet: ${(error as Error).message}`);
    }
  }

  private async refresh(userId: string): Promise<void> {
    const began = performance.now();
    const profile = await this.profiles.find(userId);
    const left = profile ? await this.replaceList(profile, began) : 'all';
    if (left === 'all') return;
    if (left !== 'nothing') await left();
    void this.followed.submit(userId, profile!);
  }

  /**
   * The central path: score, blend, explain the beginning → replace the list → announce it. The rest of the list and its rows
   * follow (ListRests); who asks for them meanwhile waits (ReadyLists).
   *
   * @returns what is left to do before what stands has seen the profile
   * @throws when Redis or the broker cannot be reached
   */
  private async replaceList(profile: UserProfile, since: number): Promise<Left> {
    const { userId } = profile;
    if (profile.deletedAt) {
      this.rests.drop(userId);
      await this.readyLists.remove(userId);
      return Date.now() - profile.deletedAt.getTime() > REMOVED_AGAIN_MS ? 'nothing' : 'all';
    }
    if (profile.imported) return 'nothing';
    if (!this.current.peek()) return 'all';
    const { list, movieIds, rest } = await this.beginningFor(profile);
    this.log.debug('list made');
    const key = personalList(userId);
    const [taken] = await Promise.all([
      this.readyLists.begin(key, list, movieIds.length),
      this.cards.ensure(),
    ]);
    this.log.debug('list stored');
    const seconds = (performance.now() - since) / 1000;
    listRefreshSeconds.observe(seconds);
    if (!taken) return 'nothing';
    // Beside one through which somebody pages.
    if (taken === 'beside') void this.rests.make(userId, true);
    else this.rests.drop(userId);
    const { ratingsVersion, generatedAt, modelId } = list;
    const newMovies = this.lists.newOn(movieIds);
    await this.events.publish(ListRefreshed, {
      userId,
      ratingsVersion,
      generatedAt,
      modelId,
      ...(newMovies.length > 0 && { newMovies }),
    });
    listsRefreshed.inc();
    this.log.debug({ userId, ratingsVersion, ms: Math.round(seconds * 1000) }, 'list refreshed');
    return this.completion(profile, list.items.length, rest);
  }

  /** One that was begun is given once: it is not to live for as long as its profile. */
  private beginningFor(profile: UserProfile): Promise<BegunList> {
    const begun = this.begun.get(profile);
    this.begun.delete(profile);
    return begun ?? this.lists.begin(profile);
  }

  /** Holds nothing of the beginning that stands, of so many movies: it may wait for long. */
  private completion(profile: UserProfile, begun: number, rest: BegunList['rest']): Exclude<Left, string> {
    return async (isWanted) => {
      const { userId, lastSeenVersion: ratingsVersion } = profile;
      await this.readyLists.complete(personalList(userId), await rest(isWanted), begun);
      this.log.debug({ userId, ratingsVersion }, 'list whole');
    };
  }

  /** Never fails: what is not noted is made once more. */
  private async noteFollowed(followed: readonly UserProfile[]): Promise<void> {
    try {
      const all = await this.profiles.listsFollowed(followed);
      if (!all) await this.removeDeleted(followed.map(({ userId }) => userId));
    } catch (error) {
      this.log.warn(`lists not noted: ${(error as Error).message}`);
    }
  }

  /** Another replica may have handled a deletion, and removed the list, before this one stored it. */
  private async removeDeleted(userIds: readonly string[]): Promise<void> {
    for (const userId of await this.profiles.deletedOf(userIds)) await this.readyLists.remove(userId);
  }

  /** While Redis and the broker are still connected. What is not made is behind, and made after the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.lanes);
    await this.rests.finish();
    await this.followed.finish();
  }
}

/** Of some of one person's profiles. */
const latest = (profiles: readonly UserProfile[]): UserProfile =>
  profiles.reduce((one, other) => (other.revision > one.revision ? other : one));
