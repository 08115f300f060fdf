import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { freePort } from '../process/free-port.js';
import { bareEnvironment, type LocalStore } from './store.js';
import { probeStore } from './store-probe.js';

/** The server inside the npm package `chromadb`. */
export const chromaStore: LocalStore = {
  title: 'Chroma',
  variable: 'CHROMA_URL',
  needsNewerGlibc: true,

  async plan({ folder, logFile, recordFile, loader }) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const cli = join(projectRoot(), 'node_modules', 'chromadb', 'dist', 'cli.mjs');
    const run = ['run', '--path', join(folder, 'data'), '--host', '127.0.0.1', '--port', String(port)];
    const [file, ...args] = [...loader, process.execPath, cli, ...run];
    return {
      url,
      launch: {
        title: 'Chroma',
        file,
        args,
        env: bareEnvironment({ HOME: folder }),
        cwd: folder,
        logFile,
        recordFile,
        probe: () => probeStore.CHROMA_URL(url),
        readyWithinMs: 60_000,
        // It stops on SIGINT only: after a SIGTERM it would spin for ever.
        stopSignal: 'SIGINT',
        graceMs: 5_000,
      },
    };
  },
};
