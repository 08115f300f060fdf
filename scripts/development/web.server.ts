import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { freePort, portProblem } from '../process/free-port.js';
import { ManagedProcess, type ProcessEvents } from '../process/managed-process.js';
import type { RuntimeFolder } from '../process/runtime-folder.js';

const USUAL_PORT = 5173;

/**
 * Starts Vite's development server for the web app, which passes API calls on to the gateway.
 *
 * @param gateway  the gateway's origin, such as `http://127.0.0.1:3000`
 * @returns when it answers
 */
export async function startWebServer(
  folder: RuntimeFolder,
  gateway: string,
  events: ProcessEvents,
): Promise<{ address: string; stop(): Promise<void> }> {
  const port = (await portProblem(USUAL_PORT)) === undefined ? USUAL_PORT : await freePort();
  const vite = join(projectRoot(), 'node_modules', 'vite', 'bin', 'vite.js');
  const server = new ManagedProcess(
    {
      title: 'web app',
      file: process.execPath,
      args: [vite, 'apps/web', '--port', String(port), '--strictPort', '--clearScreen', 'false'],
      env: { ...process.env, GATEWAY: gateway },
      cwd: projectRoot(),
      logFile: join(folder.logs, 'web.log'),
      recordFile: join(folder.run, 'web.json'),
      probe: async () => {
        const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(3_000) });
        if (!response.ok) throw new Error(`it answers ${response.status}`);
      },
      readyWithinMs: 60_000,
      stopSignal: 'SIGTERM',
      graceMs: 5_000,
    },
    events,
  );
  await server.start();
  return { address: `http://localhost:${port}`, stop: () => server.stop() };
}
