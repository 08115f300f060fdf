import { ComposedSystem } from './composed.system.js';
import { System, type TestedSystem } from './system.js';

/** The system that a suite tests: processes of its own or, in `npm run test:compose`, the composed containers. */
export function newSystem(settings: NodeJS.ProcessEnv = {}): TestedSystem {
  return process.env.COMPOSE_PROJECT_NAME ? new ComposedSystem() : new System(settings);
}
