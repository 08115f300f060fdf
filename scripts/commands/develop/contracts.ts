import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Parser } from '@asyncapi/parser';
import { projectRoot } from '#platform/config/project-root.js';
import * as prettier from 'prettier';
import { stringify } from 'yaml';
import { asyncApiDocument } from '../../contracts/asyncapi.document.js';
import { contracts, messageNames } from '../../contracts/contract.list.js';
import { shrinkage } from '../../contracts/growth.js';
import { messageTraffic, messageUse } from '../../contracts/message.use.js';

const USAGE = `usage: npm run contracts [-- --check | --release]
  writes libs/contracts/schemas/current.json and docs/asyncapi.yaml from the classes
  --check    only says whether they are still true, and whether the AsyncAPI document is valid
  --release  also keeps the schemas under the version of package.json: from then on they may only grow`;

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, release: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const root = projectRoot();
const schemas = join(root, 'libs', 'contracts', 'schemas');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const now = contracts();
const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'apps', 'scripts'], {
  cwd: root,
});
const sources = listed
  .toString()
  .split('\n')
  .filter((file) => existsSync(join(root, file)));
const document = asyncApiDocument(now, messageTraffic(messageUse(root, sources), messageNames()), version);
const problems: string[] = [];

const { diagnostics } = await new Parser().parse(document as never);
for (const { severity, message, path } of diagnostics)
  if (severity === 0) problems.push(`docs/asyncapi.yaml: ${message} at ${path.join('.')}`);

await keep(join(schemas, 'current.json'), JSON.stringify(now));
await keep(join(root, 'docs', 'asyncapi.yaml'), stringify(document, { aliasDuplicateObjects: false }));
if (values.release) {
  const file = join(schemas, `${version}.json`);
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as typeof now) : now;
  problems.push(...shrinkage(before, now));
  if (problems.length === 0) await keep(file, JSON.stringify(now));
}
for (const problem of problems) console.error(`✗ ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);

async function keep(file: string, text: string): Promise<void> {
  const options = await prettier.resolveConfig(file);
  const formatted = await prettier.format(text, { ...options, filepath: file });
  if (!values.check) writeFileSync(file, formatted);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== formatted)
    problems.push(`${relative(root, file)} is not what the classes say any more: run \`npm run contracts\``);
}
