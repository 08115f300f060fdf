import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import * as prettier from 'prettier';
import { projectRoot } from '#platform/config/project-root.js';
import { openApiDocument } from '../../../apps/gateway/openapi.document.js';

/**
 * Writes the types of the API for the web app and for the client, from the gateway's OpenAPI document; with --check it only
 * says whether they are still true. Needs no running server.
 */
const root = projectRoot();
const target = join(root, 'libs', 'client', 'schema.ts');
const { check } = parseArgs({ options: { check: { type: 'boolean' } } }).values;

async function generate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'movie-recommender-api-'));
  try {
    const document = join(folder, 'openapi.json');
    const output = join(folder, 'schema.d.ts');
    writeFileSync(document, JSON.stringify(await openApiDocument()));
    const workspace = join(root, 'tools');
    execFileSync('npx', ['--no-install', 'openapi-typescript', document, '-o', output], {
      cwd: workspace,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const options = await prettier.resolveConfig(target);
    return await prettier.format(readFileSync(output, 'utf8'), { ...options, filepath: target });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const types = await generate();
if (!check) writeFileSync(target, types);
else if (readFileSync(target, 'utf8') !== types) {
  console.error(
    `✗ ${relative(root, target)} is not what the gateway says any more: run \`npm run api:types\``,
  );
  process.exitCode = 1;
}
