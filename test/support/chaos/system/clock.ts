import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

/** The wall clock of services that are started with `env`, by Debian's libfaketime. */
export class Clock {
  private readonly folder = mkdtempSync(join(tmpdir(), 'clock-'));
  private readonly file = join(this.folder, 'offset');
  static readonly canBeFaked = existsSync(LIBRARY);

  constructor() {
    this.step(0);
  }

  get env(): NodeJS.ProcessEnv {
    return {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_CACHE_DURATION: '1',
      // Timers go on as ever: a step of the wall clock does not touch them.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** Sets the clock so many seconds before or after the right time; noticed within a second. */
  step(seconds: number): void {
    writeFileSync(this.file, `${seconds < 0 ? '' : '+'}${seconds}\n`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
