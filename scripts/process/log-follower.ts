import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { prettyFactory } from 'pino-pretty';

const INTERVAL_MS = 300;

/** Follows services' log files and prints what deserves a look, readable. */
export class LogFollower {
  private readonly files: { path: string; offset: number; rest: string }[];
  private readonly pretty: ReturnType<typeof prettyFactory>;
  private timer?: NodeJS.Timeout;

  /** @param minimumLevel  as pino names it; lines below are not shown, lines that are not pino's always */
  constructor(
    paths: string[],
    minimumLevel: 'trace' | 'warn',
    private readonly out: NodeJS.WriteStream,
  ) {
    this.files = paths.map((path) => ({ path, offset: sizeOf(path), rest: '' }));
    this.pretty = prettyFactory({
      minimumLevel,
      colorize: out.isTTY ?? false,
      singleLine: true,
      translateTime: 'SYS:HH:MM:ss',
      ignore: 'pid,hostname,service,responseTime',
      messageFormat: '{service}: {msg}',
    });
  }

  start(): void {
    this.timer = setInterval(() => this.poll(), INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.poll();
  }

  private poll(): void {
    for (const file of this.files) {
      const lines = (file.rest + this.readNew(file)).split('\n');
      file.rest = lines.pop()!;
      for (const line of lines) this.out.write(this.pretty(line) ?? '');
    }
  }

  private readNew(file: { path: string; offset: number }): string {
    const size = sizeOf(file.path);
    if (size < file.offset) file.offset = 0; // A restarted service has begun a new file.
    if (size === file.offset) return '';
    const bytes = Buffer.alloc(size - file.offset);
    const descriptor = openSync(file.path, 'r');
    file.offset += readSync(descriptor, bytes, 0, bytes.length, file.offset);
    closeSync(descriptor);
    return bytes.toString();
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
