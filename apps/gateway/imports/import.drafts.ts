import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { AppError } from '#contracts/protocol/app.error.js';
import type { HistoryOptions } from '#datasets/history/ratings-import.js';
import { Environment } from '#platform/config/environment.js';
import { seal, unseal } from '#platform/config/sealed.js';
import { RedisConnection } from '#platform/stores/redis.module.js';
import { Injectable } from '@nestjs/common';
import { digestKey, type DigestKey } from '../throttle/digest.js';
import type { FilmMatches } from './history.matches.js';

const KEPT_SECONDS = 3600;
/** Of all drafts together; the oldest go first. */
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_DRAFTS = 500;
const ALL = 'import-drafts';

const [packed, unpacked] = [promisify(gzip), promisify(gunzip)];

/** A file that somebody looked at. */
export interface ImportDraft extends HistoryOptions {
  file: Buffer;
  /** What the catalogue said of its films. */
  matches?: FilmMatches;
}

/** Packed for Redis; versions up to 0.8 kept no matches. */
type Packed = HistoryOptions & { file: string; matches?: string };

/**
 * The files that people looked at and have not imported yet, an hour at most and one of each person, sealed: some hold names
 * and addresses. It is the file that is kept, so what is carried out is what was read, with other columns if the person says so.
 *
 *     import-draft:<user>   "<import id> <sealed draft>"
 *     import-drafts         sorted set: user → when their draft was kept
 */
@Injectable()
export class ImportDrafts {
  private readonly key: DigestKey;

  constructor(
    private readonly redis: RedisConnection,
    environment: Environment,
  ) {
    this.key = digestKey(environment);
  }

  /** @returns the import's id @throws AppError `service_unavailable` when Redis does not take it */
  async keep(userId: string, { file, matches = new Map(), ...options }: ImportDraft): Promise<string> {
    const importId = randomUUID();
    const [packedFile, packedMatches] = await Promise.all([
      packed(file),
      packed(JSON.stringify([...matches])),
    ]);
    const text = JSON.stringify({
      ...options,
      file: packedFile.toString('base64'),
      matches: packedMatches.toString('base64'),
    } satisfies Packed);
    const value = `${importId} ${seal(this.key, phraseOf(userId, importId), text)}`;
    // Listed first, so that none is stored that is not counted; on two nodes of a cluster they are no one transaction.
    await this.reachable(
      this.redis.client.multi().zadd(ALL, Date.now(), userId).expire(ALL, KEPT_SECONDS).exec(),
    );
    await this.reachable(this.redis.client.set(keyOf(userId), value, 'EX', KEPT_SECONDS));
    await this.dropOldest();
    return importId;
  }

  /** @throws AppError `import_not_found` when it has gone or was another's */
  async find(userId: string, importId: string): Promise<ImportDraft> {
    const value = await this.reachable(this.redis.client.get(keyOf(userId)));
    const sealed = value?.startsWith(`${importId} `) ? value.slice(importId.length + 1) : undefined;
    const text = sealed && unseal(this.key, phraseOf(userId, importId), sealed);
    if (!text) throw new AppError('import_not_found');
    const { file, matches, ...options } = JSON.parse(text) as Packed;
    const known = matches && (await unpacked(Buffer.from(matches, 'base64'))).toString();
    return {
      ...options,
      file: await unpacked(Buffer.from(file, 'base64')),
      ...(known && { matches: new Map(JSON.parse(known) as [string, { movieId?: string; why?: string }][]) }),
    };
  }

  async drop(userId: string): Promise<void> {
    const { client } = this.redis;
    await Promise.all([client.del(keyOf(userId)), client.zrem(ALL, userId)]).catch(() => undefined);
  }

  private async dropOldest(): Promise<void> {
    const users = await this.redis.client.zrevrange(ALL, 0, -1).catch(() => []);
    const sizes = await Promise.all(
      users.map((userId) => this.redis.client.strlen(keyOf(userId)).catch(() => 0)),
    );
    let bytes = 0;
    for (const [at, userId] of users.entries()) {
      bytes += sizes[at];
      const isTooMuch = at > 0 && (bytes > MOST_BYTES || at >= MOST_DRAFTS);
      if (sizes[at] === 0 || isTooMuch) await this.drop(userId);
    }
  }

  private async reachable<T>(command: Promise<T>): Promise<T> {
    return command.catch((error: unknown) => {
      throw new AppError('service_unavailable', undefined, undefined, { cause: error });
    });
  }
}

const keyOf = (userId: string) => `import-draft:${userId}`;
const phraseOf = (userId: string, importId: string) => `import ${userId} ${importId}`;
