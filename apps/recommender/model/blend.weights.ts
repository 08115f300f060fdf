import { readFileSync } from 'node:fs';
import { dataFile } from '#platform/config/project-root.js';
import { type BlendWeights, parseWeights } from '#ranking/scores/blend.js';

/** How the models are mixed. @throws naming data/weights.json when it cannot be used */
export function readWeights(): BlendWeights {
  const file = dataFile('weights.json');
  try {
    return parseWeights(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
