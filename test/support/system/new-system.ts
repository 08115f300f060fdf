import { ComposedSystem } from './composed.system.js';
import { System, type TestedSystem } from './system.js';

export function isComposed(): boolean {
  return process.env.COMPOSE_PROJECT_NAME !== undefined;
}

/** The system that a suite tests: processes of its own or, in `npm run test:compose`, the composed containers. */
export function newSystem(settings: NodeJS.ProcessEnv = {}): TestedSystem {
  return isComposed() ? new ComposedSystem() : new System(settings);
}
