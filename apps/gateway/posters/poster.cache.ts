import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Environment } from '#platform/config/environment.js';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { isPosterName } from './poster.name.js';
import { PosterSource } from './poster.source.js';

const DAY_MS = 24 * 3600 * 1000;
/** TMDB's terms: what is kept is asked for again within six months. */
const KEPT_MS = 150 * DAY_MS;
/** What is used is noted on disk so often: it outlives a restart in that order. */
const NOTED_EVERY_MS = DAY_MS;

interface Kept {
  bytes: number;
  fetchedAt: number;
  notedAt: number;
}

/**
 * Posters on disk, a file each, of `POSTERS_MB` at most together: the one unused for longest goes first. A file's time of
 * change says when it was fetched, its time of access when it was used. Each gateway needs a folder of its own.
 */
@Injectable()
export class PosterCache implements OnModuleInit {
  private readonly log = new Logger(PosterCache.name);
  /** The one unused for longest first. */
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;
  /** Who asks for the same meanwhile waits for the same. */
  private readonly underWay = new Map<string, Promise<Buffer>>();
  private readonly folder: string;
  private readonly most: number;

  constructor(
    private readonly source: PosterSource,
    private readonly environment: Environment,
  ) {
    this.folder = environment.POSTERS_DIR;
    this.most = environment.POSTERS_MB * 1024 * 1024;
  }

  async onModuleInit(): Promise<void> {
    if (this.environment.POSTERS !== 'proxy') return;
    await mkdir(this.folder, { recursive: true });
    const found: [string, Kept & { usedAt: number }][] = [];
    for (const name of await readdir(this.folder)) {
      if (!isPosterName(name)) continue;
      const { size, mtimeMs, atimeMs } = await stat(join(this.folder, name));
      found.push([name, { bytes: size, fetchedAt: mtimeMs, notedAt: atimeMs, usedAt: atimeMs }]);
    }
    found.sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [name, file] of found) this.add(name, file);
    await this.shrink();
  }

  /** @throws AppError `entry_not_found`, `service_unavailable` */
  get(name: string): Promise<Buffer> {
    const underWay = this.underWay.get(name);
    if (underWay) return underWay;
    const poster = this.find(name).finally(() => this.underWay.delete(name));
    this.underWay.set(name, poster);
    return poster;
  }

  /** Whether it can be had without asking TMDB. */
  has(name: string): boolean {
    return Date.now() - (this.kept.get(name)?.fetchedAt ?? 0) < KEPT_MS;
  }

  private async find(name: string): Promise<Buffer> {
    const found = this.has(name) ? await this.read(name) : undefined;
    if (found) return found;
    const bytes = await this.source.fetch(name);
    await this.write(name, bytes).catch((error: Error) => this.log.warn(`poster not kept: ${error.message}`));
    return bytes;
  }

  /** Nothing when somebody has taken the file away. */
  private async read(name: string): Promise<Buffer | undefined> {
    const path = join(this.folder, name);
    const file = this.kept.get(name)!;
    try {
      const bytes = await readFile(path);
      this.kept.delete(name);
      this.kept.set(name, file);
      const now = Date.now();
      if (now - file.notedAt > NOTED_EVERY_MS) {
        file.notedAt = now;
        await utimes(path, new Date(now), new Date(file.fetchedAt)).catch(() => undefined);
      }
      return bytes;
    } catch {
      this.forget(name);
      return undefined;
    }
  }

  /** Whole or not at all: a file that is written is renamed when it is there. */
  private async write(name: string, bytes: Buffer): Promise<void> {
    const now = Date.now();
    const part = join(this.folder, `.${randomUUID()}`);
    try {
      await writeFile(part, bytes);
      await rename(part, join(this.folder, name));
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    this.forget(name);
    this.add(name, { bytes: bytes.length, fetchedAt: now, notedAt: now });
    await this.shrink();
  }

  private async shrink(): Promise<void> {
    while (this.bytes > this.most) {
      const [eldest] = this.kept.keys();
      if (eldest === undefined) return;
      this.forget(eldest);
      await rm(join(this.folder, eldest), { force: true });
    }
  }

  private add(name: string, file: Kept): void {
    this.kept.set(name, file);
    this.bytes += file.bytes;
  }

  private forget(name: string): void {
    this.bytes -= this.kept.get(name)?.bytes ?? 0;
    this.kept.delete(name);
  }
}
