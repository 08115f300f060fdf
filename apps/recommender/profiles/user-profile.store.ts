import { setImmediate as otherWork, setTimeout as pause } from 'node:timers/promises';
import { DURABLE, isDuplicateKey } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model, mongo } from 'mongoose';
import { RecentProfiles } from './recent.profiles.js';
import {
  applyUpdates,
  emptyProfile,
  movieCount,
  type ProfileUpdate,
  type UserProfile,
} from './user.profile.js';
import { UserProfileDocument } from './user-profile.schema.js';

const ATTEMPTS = 20;
/** A profile that has been read is written after this long at most, when others keep writing the same. */
const MAX_JITTER_MS = 20;
/** With so many movies profiles are enough for one turn of the event loop: reading or writing them takes it some milliseconds. */
const MOVIES_AT_ONCE = 2000;

/** What updates made of a profile. */
export interface AppliedUpdates {
  /** As it is stored now. */
  profile: UserProfile;
  changedRatings: number;
}

/** All users' profiles, one document each. */
@Injectable()
export class UserProfileStore {
  private readonly recent = new RecentProfiles();

  constructor(
    @InjectModel(UserProfileDocument.name) private readonly documents: Model<UserProfileDocument>,
  ) {}

  /** Applies updates to one user's profile; see applyAll. */
  async apply(userId: string, updates: readonly ProfileUpdate[]): Promise<AppliedUpdates> {
    return (await this.applyAll(new Map([[userId, updates]]))).get(userId)!;
  }

  /**
   * Applies updates to the profiles of many users, in one write after one read of those that were not stored here a moment ago.
   * Another process may do the same at the same time: a document is replaced only if it is still the one that was read. The
   * server does not say which were not, so then all are read again: applied again, updates change nothing where they have arrived.
   *
   * @param foreseen  is told of each profile as it will be on disk, when the write of it has begun
   */
  async applyAll(
    updates: ReadonlyMap<string, readonly ProfileUpdate[]>,
    foreseen?: (profile: UserProfile) => void,
  ): Promise<Map<string, AppliedUpdates>> {
    const applied = new Map<string, AppliedUpdates>();
    let open = [...updates.keys()];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) await pause(Math.random() * MAX_JITTER_MS);
      const profiles = await this.findAll(open);
      const writes: Promise<string[]>[] = [];
      for (const some of inParts(open.map((userId) => profiles.get(userId) ?? emptyProfile(userId)))) {
        if (writes.length > 0) await otherWork();
        writes.push(this.applyTo(some, updates, applied, foreseen));
      }
      open = (await Promise.all(writes)).flat();
      if (open.length === 0) return applied;
    }
    throw new Error(`${open.length} profiles changed under ${ATTEMPTS} attempts to write them`);
  }

  /** @returns the users that have to be read again, as another process may have changed them: all or none */
  private async applyTo(
    profiles: readonly UserProfile[],
    updates: ReadonlyMap<string, readonly ProfileUpdate[]>,
    applied: Map<string, AppliedUpdates>,
    foreseen?: (profile: UserProfile) => void,
  ): Promise<string[]> {
    const writes: Write[] = [];
    const written: UserProfile[] = [];
    for (const before of profiles) {
      const { userId } = before;
      const { profile, changedRatings } = applyUpdates(before, updates.get(userId)!, new Date());
      if (profile === before) {
        applied.set(userId, { profile, changedRatings: applied.get(userId)?.changedRatings ?? 0 });
        continue;
      }
      applied.set(userId, { profile, changedRatings });
      writes.push(writeOf(before, profile));
      written.push(profile);
    }
    if (writes.length === 0) return [];
    for (const { userId } of written) this.recent.forget(userId);
    const writing = this.writeAll(writes);
    for (const profile of written) foreseen?.(profile);
    if (!(await writing)) return written.map(({ userId }) => userId);
    for (const profile of written) this.recent.keep(profile);
    return [];
  }

  async find(userId: string): Promise<UserProfile | undefined> {
    const document = await this.documents.findById(userId).lean().exec();
    return document ? asUserProfile(document) : undefined;
  }

  /** Those of some users whose account is gone. */
  async deletedOf(userIds: readonly string[]): Promise<string[]> {
    const deleted = { _id: { $in: userIds }, deletedAt: { $exists: true } };
    return (await this.documents.find(deleted, { _id: 1 }).lean()).map(({ _id }) => _id);
  }

  async isEmpty(): Promise<boolean> {
    return (await this.documents.exists({})) === null;
  }

  /** Everybody's, by id. */
  async *all(): AsyncGenerator<UserProfile> {
    for await (const document of this.documents.find().sort({ _id: 1 }).lean().cursor())
      yield asUserProfile(document);
  }

  /** How many users' profiles changed after a moment. */
  async changedSince(moment: Date): Promise<number> {
    return this.documents.countDocuments({ changedAt: { $gt: moment } });
  }

  /** Users who changed something after a moment, the latest first; without imported ones. */
  async activeSince(moment: Date, limit: number): Promise<string[]> {
    const active = { changedAt: { $gt: moment }, community: false, deletedAt: { $exists: false } };
    const found = await this.documents.find(active, { _id: 1 }).sort({ changedAt: -1 }).limit(limit).lean();
    return found.map(({ _id }) => _id);
  }

  /** Users whose list has not followed their profile as it is since a moment, the latest change first. */
  async listsBehind(limit: number, before?: Date): Promise<string[]> {
    const found = await this.documents
      .find({ listBehindSince: { $gt: new Date(0), ...(before && { $lte: before }) } }, { _id: 1 })
      .sort({ listBehindSince: -1 })
      .limit(limit)
      .lean();
    return found.map(({ _id }) => _id);
  }

  /** The earliest change that a list has not followed. */
  async oldestListBehind(): Promise<Date | undefined> {
    const oldest = await this.documents
      .findOne({ listBehindSince: { $gt: new Date(0) } }, { listBehindSince: 1 })
      .sort({ listBehindSince: 1 })
      .lean();
    return oldest?.listBehindSince;
  }

  /** Remembers that users' lists, which had followed, are gone. A revision of its own: nobody is to write over it what was read before. */
  async listsFellBehind(userIds: readonly string[]): Promise<void> {
    if (userIds.length === 0) return;
    await this.documents.updateMany(
      { _id: { $in: userIds }, listBehindSince: { $exists: false }, deletedAt: { $exists: false } },
      { $set: { listBehindSince: new Date() }, $inc: { revision: 1 } },
    );
  }

  /** What has been seen of users who changed something after a moment, so many at once; without imported ones. */
  async *seenVersionsSince(
    moment: Date,
    atOnce: number,
  ): AsyncGenerator<Pick<UserProfile, 'userId' | 'lastSeenVersion'>[]> {
    const changed = this.documents
      .find({ changedAt: { $gt: moment }, community: false }, { seenVersion: 1 })
      .lean()
      .cursor({ batchSize: atOnce });
    let some: Pick<UserProfile, 'userId' | 'lastSeenVersion'>[] = [];
    for await (const { _id, seenVersion } of changed) {
      some.push({ userId: _id, lastSeenVersion: seenVersion });
      if (some.length < atOnce) continue;
      yield some;
      some = [];
    }
    if (some.length > 0) yield some;
  }

  /**
   * Remembers that lists have seen profiles as of a revision; one that has changed since stays behind.
   *
   * @returns whether none has
   */
  async listsFollowed(seen: readonly Pick<UserProfile, 'userId' | 'revision'>[]): Promise<boolean> {
    if (seen.length === 0) return true;
    const writes = seen.map(({ userId: _id, revision }) => ({
      updateOne: { filter: { _id, revision }, update: { $unset: { listBehindSince: '' as const } } },
    }));
    // Lost with a killed server, it costs one more list.
    const options = { ordered: false, writeConcern: { w: 1 } };
    const { matchedCount } = await this.documents.collection.bulkWrite(asNative(writes), options);
    for (const { userId, revision } of seen) {
      const profile = this.recent.get(userId);
      if (profile?.revision === revision) this.recent.keep({ ...profile, listBehindSince: undefined });
    }
    return matchedCount === seen.length;
  }

  private async findAll(userIds: readonly string[]): Promise<Map<string, UserProfile>> {
    const recent = userIds.flatMap((userId) => this.recent.get(userId) ?? []);
    const found = new Map(recent.map((profile) => [profile.userId, profile]));
    const unknown = userIds.filter((userId) => !found.has(userId));
    if (unknown.length === 0) return found;
    let movies = 0;
    for await (const document of this.documents
      .find({ _id: { $in: unknown } })
      .lean()
      .cursor()) {
      const profile = asUserProfile(document);
      found.set(profile.userId, profile);
      movies += movieCount(profile);
      if (movies < MOVIES_AT_ONCE) continue;
      await otherWork();
      movies = 0;
    }
    return found;
  }

  /** @returns whether every document was still the one that was read */
  private async writeAll(writes: readonly Write[]): Promise<boolean> {
    try {
      const { matchedCount, insertedCount } = await this.documents.collection.bulkWrite(asNative(writes), {
        ordered: false,
        ignoreUndefined: true,
        writeConcern: DURABLE,
      });
      return matchedCount + insertedCount === writes.length;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}

/** Profiles with so many movies at once as one turn has time for. */
function* inParts(profiles: readonly UserProfile[]): Generator<UserProfile[]> {
  let part: UserProfile[] = [];
  let movies = 0;
  for (const profile of profiles) {
    part.push(profile);
    movies += movieCount(profile);
    if (movies < MOVIES_AT_ONCE) continue;
    yield part;
    [part, movies] = [[], 0];
  }
  if (part.length > 0) yield part;
}

/** One profile's write: held back when the profile is no longer the one that was read. */
type Write = mongo.AnyBulkWriteOperation<UserProfileDocument>;

function writeOf(before: UserProfile, after: UserProfile): Write {
  const document = asDocument(after);
  if (before.revision === 0) return { insertOne: { document } };
  const { _id, ...replacement } = document;
  // By its date too, since a document that was lost and filled in anew counts its revisions from the start.
  const { revision, changedAt } = before;
  return { replaceOne: { filter: { _id, revision, changedAt }, replacement } };
}

/** Mongoose's collection does not know what documents it holds. */
function asNative(writes: readonly Write[]): mongo.AnyBulkWriteOperation[] {
  return writes as unknown as mongo.AnyBulkWriteOperation[];
}

/** What is stored keeps the names that documents of version 0.4 have. */
export function asUserProfile({
  _id,
  seenVersion,
  floor,
  community,
  seen = {},
  shown = {},
  ...fields
}: UserProfileDocument): UserProfile {
  return {
    userId: _id,
    lastSeenVersion: seenVersion,
    snapshotVersion: floor,
    imported: community,
    seen,
    shown,
    ...fields,
  };
}

function asDocument({
  userId,
  lastSeenVersion,
  snapshotVersion,
  imported,
  ...fields
}: UserProfile): UserProfileDocument {
  return {
    _id: userId,
    seenVersion: lastSeenVersion,
    floor: snapshotVersion,
    community: imported,
    ...fields,
  };
}
