/**
 * Downloads a MovieLens data set into .local/datasets, from GroupLens or from wherever --from says.
 *
 *   npm run dataset:download ml-latest-small|ml-25m|ml-32m
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { downloadArchive } from '#datasets/download/dataset-archive.js';
import { projectRoot } from '#platform/config/project-root.js';
import { Progress } from '#platform/process/progress.js';

const known = ['ml-latest-small', 'ml-25m', 'ml-32m'];
const groupLens = 'https://files.grouplens.org/datasets/movielens';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string', default: groupLens } },
  });
  const [name] = positionals;
  if (positionals.length !== 1 || !known.includes(name)) {
    throw new Error(`name one of ${known.join(', ')}, as in "npm run dataset:download ml-latest-small"`);
  }
  const into = join(projectRoot(), '.local', 'datasets');
  const { folder, checked } = await new Progress().step(`downloading ${name} from ${values.from}`, (report) =>
    downloadArchive({ name, from: values.from, into }, ({ done, total }) => {
      if (total !== undefined) report.fraction(done / total);
    }),
  );
  if (!checked) console.log('the server has no checksum for it, so none was compared');
  console.log(`${name} is in ${folder}; load it with "npm run initdb -- --dataset ${folder}"`);
}

await main().catch((error: Error) => {
  console.error(`dataset:download: ${error.message}`);
  process.exitCode = 1;
});
