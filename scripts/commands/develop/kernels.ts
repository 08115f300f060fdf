/**
 * Compiles libs/ranking/kernels/assembly into libs/ranking/kernels/kernels.wasm.ts.
 *
 *   npm run kernels [-- --check]    --check: fails when the file is not what the source says
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { projectRoot } from '#platform/config/project-root.js';

const SOURCE = 'libs/ranking/kernels/assembly/index.ts';
const TARGET = 'libs/ranking/kernels/kernels.wasm.ts';
const FLAGS = [
  '-O3',
  '--runtime',
  'stub',
  '--importMemory',
  '--noAssert',
  '--enable',
  'simd',
  '--enable',
  'threads',
  '--sharedMemory',
  '--maximumMemory',
  '65536',
];

const root = projectRoot();
const compiled: Uint8Array[] = [];
const { error, stderr } = await asc.main([SOURCE, ...FLAGS, '--outFile', 'kernels.wasm'], {
  readFile: (name, base) => readFile(join(base, name), 'utf8').catch(() => null),
  writeFile: (_name, contents) => void compiled.push(contents as Uint8Array),
  listFiles: () => null,
});
if (error) throw new Error(`${SOURCE}: ${stderr.toString()}`);
const lines =
  Buffer.from(compiled[0])
    .toString('base64')
    .match(/.{1,110}/gu) ?? [];
const file = [
  `// Made by \`npm run kernels\` from assembly. Do not edit.`,
  'export const KERNELS = [',
  ...lines.map((line) => `  '${line}',`),
  "].join('');\n",
].join('\n');

if (!process.argv.includes('--check')) await writeFile(join(root, TARGET), file);
else if ((await readFile(join(root, TARGET), 'utf8')) !== file) {
  console.error(`${TARGET} is not what ${SOURCE} says; run "npm run kernels"`);
  process.exitCode = 1;
}
