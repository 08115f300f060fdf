import { startedBy } from '#platform/stores/mongo.deadline.js';
import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, Types } from 'mongoose';
import { RefreshTokenDocument } from './refresh-token.schema.js';
import { digestOf } from './refresh.token.js';

/**
 * Refresh tokens that 0.5 gave out, each a document of its own. They are exchanged for a session in the user's document
 * when they are used, and MongoDB removes the rest when they expire.
 */
@Injectable()
export class EarlierTokens {
  constructor(@InjectModel(RefreshTokenDocument.name) private readonly tokens: Model<RefreshTokenDocument>) {}

  async find(token: string): Promise<RefreshTokenDocument | undefined> {
    const found = await this.tokens.findById(digestOf(token)).lean();
    return found && found.expiresAt > new Date() ? found : undefined;
  }

  async markUsed(familyId: string): Promise<void> {
    await this.tokens.updateMany({ familyId, usedAt: { $exists: false } }, { $set: { usedAt: new Date() } });
  }

  /** @param by  the latest moment to begin, on MongoDB's clock */
  async end(which: { familyId: string } | { userId: Types.ObjectId }, by: Date | undefined): Promise<void> {
    await this.tokens.deleteMany({ ...which, ...startedBy(by) });
  }
}
