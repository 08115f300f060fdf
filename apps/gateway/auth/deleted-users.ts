import { Environment } from '#platform/config/environment.js';
import { Injectable } from '@nestjs/common';

/** Users deleted so recently that their access tokens may not have expired yet. */
@Injectable()
export class DeletedUsers {
  private readonly until = new Map<string, number>();

  constructor(private readonly environment: Environment) {}

  add(userId: string): void {
    const now = Date.now();
    for (const [id, time] of this.until) if (time < now) this.until.delete(id);
    this.until.set(userId, now + this.environment.ACCESS_TOKEN_SECONDS * 1000);
  }

  has(userId: string): boolean {
    return (this.until.get(userId) ?? 0) > Date.now();
  }
}
