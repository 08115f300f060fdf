import { isDuplicateKey } from '#platform/stores/mongo.module.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { emptyTaste, foldIn, type Taste, type TasteChange } from './user.profile.js';
import { TasteDocument } from './user-profile.schema.js';

const ATTEMPTS = 20;

/** Everybody's tastes, one document each. */
@Injectable()
export class TasteStore {
  constructor(@InjectModel(TasteDocument.name) private readonly documents: Model<TasteDocument>) {}

  /**
   * Folds news into a person's taste. Another process may do the same at the same time: the document is replaced only
   * if it is still the one that was read.
   *
   * @returns the taste as it is stored now, and how many ratings changed
   */
  async apply(
    userId: string,
    changes: readonly TasteChange[],
  ): Promise<{ taste: Taste; changedRatings: number }> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = (await this.find(userId)) ?? emptyTaste(userId);
      const after = foldIn(before, changes, new Date());
      if (after.taste === before || (await this.replace(before, after.taste))) return after;
    }
    throw new Error(`the taste of user ${userId} changed under ${ATTEMPTS} attempts to write it`);
  }

  async find(userId: string): Promise<Taste | undefined> {
    const document = await this.documents.findById(userId).lean().exec();
    return document ? asTaste(document) : undefined;
  }

  async isDeleted(userId: string): Promise<boolean> {
    return (await this.documents.exists({ _id: userId, deletedAt: { $exists: true } })) !== null;
  }

  async isEmpty(): Promise<boolean> {
    return (await this.documents.exists({})) === null;
  }

  /** How many people's tastes changed after a moment. */
  async changedSince(moment: Date): Promise<number> {
    return this.documents.countDocuments({ changedAt: { $gt: moment } });
  }

  private async replace(before: Taste, after: Taste): Promise<boolean> {
    const { userId: _id, ...fields } = after;
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

export function asTaste({ _id, ...fields }: TasteDocument): Taste {
  return { userId: _id, ...fields };
}
