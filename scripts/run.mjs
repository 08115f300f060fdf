/**
 * The door to every command of package.json: `node scripts/run.mjs <command> [arguments]`.
 * Plain JavaScript that runs on any Node from 18, because it prepares what the rest stands on:
 * installed packages (which bring Node 24 along) and a current build. Then it hands over to dist/scripts/<command>.js.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const installedMark = join(root, 'node_modules', '.installed-lock.json');
const [command, ...args] = process.argv.slice(2);

function runOrExit(what, file, fileArgs, options = {}) {
  const started = Date.now();
  process.stderr.write(`… ${what}\n`);
  const result = spawnSync(file, fileArgs, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (result.status !== 0) {
    process.stderr.write(`✗ ${what} failed: ${result.error?.message ?? `see above (exit ${result.status})`}\n`);
    process.exit(1);
  }
  process.stderr.write(`✓ ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
}

function packagesAreCurrent() {
  if (!existsSync(join(bin, 'node')) || !existsSync(join(bin, 'tsc'))) return false;
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  return existsSync(installedMark) && readFileSync(installedMark, 'utf8') === lock;
}

if (!packagesAreCurrent()) {
  runOrExit('installing packages (npm ci)', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  writeFileSync(installedMark, readFileSync(join(root, 'package-lock.json'), 'utf8'));
}
const env = { ...process.env, PATH: bin + delimiter + process.env.PATH };
runOrExit('building', join(bin, 'node'), [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'], {
  env,
});

const child = spawn(join(bin, 'node'), ['--enable-source-maps', join(root, 'dist', 'scripts', `${command}.js`), ...args], {
  cwd: root,
  env,
  stdio: 'inherit',
});
// The child decides what a signal means; this door only stays open until it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
