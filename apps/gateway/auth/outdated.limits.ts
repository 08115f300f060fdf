import type { Viewing } from '#contracts/users/access.token.js';
import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';

/** Whose family mode changed so recently that an access token may still say otherwise. */
@Injectable()
export class OutdatedLimits {
  private readonly versions = new Map<string, { version: number; until: number }>();

  constructor(private readonly environment: Environment) {}

  add(userId: string, version: number): void {
    const now = Date.now();
    for (const [id, { until }] of this.versions) if (until < now) this.versions.delete(id);
    const known = this.versions.get(userId)?.version ?? 0;
    const until = now + this.environment.ACCESS_TOKEN_SECONDS * 1000;
    this.versions.set(userId, { version: Math.max(known, version), until });
  }

  /** Whether what a token says was so before a change that is known here. */
  isOutdated(userId: string, viewing: Viewing = {}): boolean {
    return (viewing.limitVersion ?? 0) < (this.versions.get(userId)?.version ?? 0);
  }
}
