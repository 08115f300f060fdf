import type { Progress } from '#platform/process/progress.js';
import type { ProcessEvents } from '../process/managed-process.js';
import type { RuntimeFolder } from '../process/runtime-folder.js';
import type { RunningServices } from '../runtime/services.js';
import { watchSources } from './compiler.js';
import { Restarts } from './restarts.js';
import { startWebServer } from './web.server.js';

export interface DevelopmentOptions {
  folder: RuntimeFolder;
  services: RunningServices;
  /** The gateway's origin. */
  gateway: string;
  progress: Progress;
  events: ProcessEvents;
  signal: AbortSignal;
}

/** What `npm run dev` adds to running services: they follow the sources, and so does the web app in the browser. */
export async function startDevelopment(options: DevelopmentOptions) {
  const { folder, services, gateway, progress, events, signal } = options;
  const stopCompiler = watchSources(new Restarts(services, progress, signal));
  try {
    const web = await startWebServer(folder, gateway, events);
    return {
      /** Where the web app is that follows its sources. */
      address: web.address,
      stop: async () => void (await Promise.all([stopCompiler(), web.stop()])),
    };
  } catch (error) {
    await stopCompiler();
    throw error;
  }
}
