import { isDuplicateKey } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { emptyProfile, applyUpdates, type UserProfile, type ProfileUpdate } from './user.profile.js';
import { UserProfileDocument } from './user-profile.schema.js';

const ATTEMPTS = 20;

/** All users' profiles, one document each. */
@Injectable()
export class UserProfileStore {
  constructor(
    @InjectModel(UserProfileDocument.name) private readonly documents: Model<UserProfileDocument>,
  ) {}

  /**
   * Applies updates to a user's profile. Another process may do the same at the same time: the document is replaced only
   * if it is still the one that was read.
   *
   * @returns the profile as it is stored now, and how many ratings changed
   */
  async apply(
    userId: string,
    updates: readonly ProfileUpdate[],
  ): Promise<{ profile: UserProfile; changedRatings: number }> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = (await this.find(userId)) ?? emptyProfile(userId);
      const after = applyUpdates(before, updates, new Date());
      if (after.profile === before || (await this.replace(before, after.profile))) return after;
    }
    throw new Error(`the profile of user ${userId} changed under ${ATTEMPTS} attempts to write it`);
  }

  async find(userId: string): Promise<UserProfile | undefined> {
    const document = await this.documents.findById(userId).lean().exec();
    return document ? asUserProfile(document) : undefined;
  }

  async isDeleted(userId: string): Promise<boolean> {
    return (await this.documents.exists({ _id: userId, deletedAt: { $exists: true } })) !== null;
  }

  async isEmpty(): Promise<boolean> {
    return (await this.documents.exists({})) === null;
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

  private async replace(before: UserProfile, after: UserProfile): Promise<boolean> {
    const { _id, ...fields } = asDocument(after);
    if (before.revision > 0) {
      const { matchedCount } = await this.documents.replaceOne({ _id, revision: before.revision }, fields);
      return matchedCount === 1;
    }
    try {
      await this.documents.create({ _id, ...fields });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}

/** What is stored keeps the names that documents of version 0.4 have. */
export function asUserProfile({
  _id,
  seenVersion,
  floor,
  community,
  ...fields
}: UserProfileDocument): UserProfile {
  return {
    userId: _id,
    lastSeenVersion: seenVersion,
    snapshotVersion: floor,
    imported: community,
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
