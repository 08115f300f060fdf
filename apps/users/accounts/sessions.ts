import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '#contracts/protocol/app.error.js';
import type { RenewedSession } from '#contracts/users/users.rpc.js';
import { Environment } from '#platform/config/environment.js';
import { Injectable, Logger } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { InjectModel } from '@nestjs/mongoose';
import { Model, Types } from 'mongoose';
import { RefreshTokenDocument } from './refresh-token.schema.js';

const DAY_MS = 24 * 3600 * 1000;

/** Issues short-lived access tokens, and refresh tokens that work once each. */
@Injectable()
export class Sessions {
  private readonly log = new Logger(Sessions.name);

  constructor(
    @InjectModel(RefreshTokenDocument.name) private readonly tokens: Model<RefreshTokenDocument>,
    private readonly jwt: JwtService,
    private readonly environment: Environment,
  ) {}

  /** Starts a new family of refresh tokens at log-in, or continues one. */
  async open(userId: Types.ObjectId, familyId: string = randomUUID()): Promise<RenewedSession> {
    const refreshToken = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + this.environment.REFRESH_TOKEN_DAYS * DAY_MS);
    await this.tokens.create({ _id: digest(refreshToken), familyId, userId, expiresAt });
    const accessToken = await this.jwt.signAsync({ sub: String(userId) });
    return { accessToken, expiresIn: this.environment.ACCESS_TOKEN_SECONDS, refreshToken };
  }

  /**
   * Exchanges a refresh token for the next one of its family. A token that comes back after its use has been copied by
   * somebody, so its whole family ends.
   *
   * @throws AppError `session_ended`
   */
  async rotate(refreshToken: string): Promise<RenewedSession> {
    const _id = digest(refreshToken);
    const token = await this.tokens.findOneAndUpdate(
      { _id, usedAt: { $exists: false }, expiresAt: { $gt: new Date() } },
      { $set: { usedAt: new Date() } },
    );
    if (token) return this.open(token.userId, token.familyId);
    const used = await this.tokens.findById(_id).lean();
    if (used?.usedAt) {
      this.log.warn(`a refresh token of ${String(used.userId)} was used twice: its family ends`);
      await this.tokens.deleteMany({ familyId: used.familyId });
    }
    throw new AppError('session_ended');
  }

  async end(refreshToken: string): Promise<void> {
    const token = await this.tokens.findById(digest(refreshToken)).lean();
    if (token) await this.tokens.deleteMany({ familyId: token.familyId });
  }

  async endAll(userId: Types.ObjectId): Promise<void> {
    await this.tokens.deleteMany({ userId });
  }
}

const digest = (token: string) => createHash('sha256').update(token).digest('hex');
