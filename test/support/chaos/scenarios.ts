import { clusterScenarios } from './cluster.scenarios.js';
import { messageScenarios } from './message.scenarios.js';
import { processScenarios } from './process.scenarios.js';
import type { Scenario } from './scenario.js';
import { storeScenarios } from './store.scenarios.js';
import { frozenTrainer } from './training.scenario.js';

export const SCENARIOS: Scenario[] = [
  ...processScenarios,
  ...storeScenarios,
  ...messageScenarios,
  frozenTrainer,
  ...clusterScenarios,
];
