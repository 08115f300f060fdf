/**
 * Writes films and ratings as the recommender knows them, for a training elsewhere:
 *
 *   npm run export -- --parquet <folder>
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { oneLine, SetupError } from '../../process/setup-error.js';
import { commandOutput } from '../../runtime/service.command.js';

const USAGE = 'usage: npm run export -- --parquet <folder>';

try {
  const { values } = parseArgs({ options: { parquet: { type: 'string' } } });
  if (!values.parquet) throw new SetupError(USAGE);
  await commandOutput('recommender', ['--export', resolve(values.parquet)]);
} catch (error) {
  console.error(`✗ ${oneLine(error)}`);
  process.exitCode = 1;
}
