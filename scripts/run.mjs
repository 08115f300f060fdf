/**
 * The door to every command of package.json: `node scripts/run.mjs <group>/<command> [arguments]`.
 * Plain JavaScript that runs on any Node from 18, because it prepares what the rest stands on:
 * installed packages (which bring Node 24 along) and a current build. Then it hands over to dist/scripts/commands/<command>.js.
 * Without a command it only prepares: `node scripts/run.mjs`, or `node scripts/run.mjs programs` for what `npm start` begins
 * without, and builds while it starts the stores: the web app, and the services' programs.
 *
 * Commands of the group `system` run on fewer packages than those that test, lint and report, and build no web app.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const buildMark = join(root, 'dist', '.built');
const bundleMark = join(root, 'dist', '.bundled');
const webMark = join(root, 'dist', '.web-built');
const webSources = ['package-lock.json', 'apps/web'];
const sources = ['package-lock.json', 'tsconfig.json', 'apps', 'libs', 'scripts', 'bench', 'test'];
const made = ['node_modules', 'dist'];
const modules = 'node_modules/';
/** npm prefers it to package-lock.json. */
const addressedLock = join(root, 'npm-shrinkwrap.json');
const [command, ...args] = process.argv.slice(2);

function runOrExit(what, advice, file, fileArgs, options = {}) {
  const started = Date.now();
  process.stderr.write(`… ${what}\n`);
  const result = spawnSync(file, fileArgs, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  if (result.status !== 0) {
    const reason = result.error?.message ?? result.signal ?? `exit ${result.status}`;
    process.stderr.write(`✗ ${what} failed (${reason}): ${advice}\n`);
    process.exit(1);
  }
  process.stderr.write(`✓ ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
}

/**
 * Whether what npm last put into node_modules (npm start's own `npm ci` or anybody's) is what the lockfile asks for.
 *
 * @param withTools  whether that goes for the packages of tools/ and those that only they need
 */
function packagesAreCurrent(withTools) {
  const packagesOf = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  try {
    const wanted = packagesOf('package-lock.json');
    const installed = packagesOf('node_modules/.package-lock.json');
    const paths = withTools ? Object.keys(wanted) : packagesOfWorkspaces(wanted, ['', 'apps/web']);
    // Packages for other systems are wanted by the lockfile and rightly absent.
    const current = [...paths].every((path) => {
      const { integrity, optional, link } = wanted[path];
      if (!path.includes(modules) || link) return true;
      return installed[path] ? installed[path].integrity === integrity : optional;
    });
    return current && ['node', 'tsc'].every((program) => existsSync(join(bin, program)));
  } catch {
    return false;
  }
}

/** The lockfile's paths of all that some workspaces need, however indirectly, found as Node finds packages. */
function packagesOfWorkspaces(locked, workspaces) {
  const found = new Set(workspaces);
  // The set grows while it is walked.
  for (const path of found) {
    const { dependencies, devDependencies, peerDependencies, peerDependenciesMeta = {} } = locked[path];
    const needed = {
      ...dependencies,
      ...(workspaces.includes(path) && devDependencies),
      ...peerDependencies,
    };
    for (const name of Object.keys(needed)) {
      if (peerDependenciesMeta[name]?.optional) continue;
      for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
        const place = `${folder && `${folder}/`}node_modules/${name}`;
        if (locked[place]) found.add(locked[place].link ? locked[place].resolved : place);
        if (locked[place] || folder === '') break;
      }
    }
  }
  return found;
}

/**
 * Lets npm read the lockfile with the address of each archive: else it asks for every package's list of versions first, which
 * takes it half as long again. In package-lock.json itself they would be one registry's for everybody.
 */
function lockWithAddresses() {
  const asked = spawnSync('npm', ['config', 'get', 'registry'], { cwd: root, encoding: 'utf8' });
  const registry = asked.stdout?.trim().replace(/\/*$/, '/');
  if (!URL.canParse(registry)) return;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  for (const [path, entry] of Object.entries(locked.packages)) {
    if (entry.resolved || !entry.integrity) continue;
    const name = entry.name ?? path.slice(path.lastIndexOf(modules) + modules.length);
    entry.resolved = new URL(`${name}/-/${name.split('/').at(-1)}-${entry.version}.tgz`, registry).href;
  }
  writeFileSync(addressedLock, JSON.stringify(locked));
}

/** Names, sizes and times of all that a build reads, without what builds have made beside it. */
function stateOf(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!made.includes(name)) visit(join(path, name));
    } else if (stat) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const name of paths) visit(join(root, name));
  return hash.digest('hex');
}

/** The id of the npm this was started by: its parent, or its parent's parent where a shell stands in between. */
function npmProcess() {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(
      readFileSync(`/proc/${process.ppid}/stat`, 'utf8'),
    );
    return /^(ba|da|z)?sh$/.test(name) ? Number(parent) : process.ppid;
  } catch {
    return process.ppid;
  }
}

// Of a run that was interrupted.
rmSync(addressedLock, { force: true });
const withTools = !/^(system\/|programs$)/.test(command ?? '');
if (!packagesAreCurrent(withTools)) {
  // What `npm start` may be running on stays where it is when only the tools are missing.
  const install = withTools && packagesAreCurrent(false) ? ['install', '--no-save'] : ['ci'];
  const all = withTools ? [] : ['--workspace=apps/web', '--include-workspace-root'];
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
  const advice = 'check the network and npm’s registry setting';
  // Scripts of packages would compile for half a minute what nothing here needs, and fetch and report what nobody asked for.
  const options = [...install, ...all, ...quietly, '--prefer-offline', '--ignore-scripts'];
  lockWithAddresses();
  runOrExit(`installing packages (npm ${install[0]})`, advice, 'npm', options);
  rmSync(addressedLock, { force: true });
  const node = join('..', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(join(bin, node))) {
    rmSync(join(bin, 'node'), { force: true });
    symlinkSync(node, join(bin, 'node'));
  } else {
    // Where no package brings the program itself, the script of one fetches it.
    runOrExit('putting Node in its place', advice, 'npm', ['rebuild', 'node', ...quietly]);
  }
  // And what checks commits in theirs, by our own script.
  if (withTools) runOrExit('linking commit hooks', advice, 'npm', ['run', 'prepare', '--silent']);
}
const env = { ...process.env, PATH: bin + delimiter + process.env.PATH };
/** Runs a program when what it reads has changed since it last succeeded. */
function buildWhenChanged(what, mark, paths, program) {
  const state = stateOf(paths);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === state) return;
  runOrExit(what, 'mend the errors above', join(bin, 'node'), program, { env });
  writeFileSync(mark, state);
}

if (command !== 'programs')
  buildWhenChanged('building', buildMark, sources, [join(root, 'scripts', 'compile.mjs')]);
if (command !== 'system/start')
  buildWhenChanged('bundling', bundleMark, sources, [join(root, 'scripts', 'bundle.mjs')]);
if (withTools || command === 'programs') {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const build = [vite, 'build', 'apps/web', '--logLevel', 'warn'];
  buildWhenChanged('building the web app', webMark, webSources, build);
}
if (command === undefined || command === 'programs') process.exit(0);

const script = join(root, 'dist', 'scripts', 'commands', `${command}.js`);
// The fourth channel is a lifeline: when this process is killed, the command notices and cleans up after itself.
const child = spawn(join(bin, 'node'), ['--enable-source-maps', script, ...args], {
  cwd: root,
  env,
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
// The child decides what a signal means; this door only stays open until it is done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
if (process.env.npm_lifecycle_event) {
  // npm can be killed without a word to its children: then nobody waits for this command any more.
  const npm = npmProcess();
  setInterval(() => npmProcess() === npm || child.kill('SIGTERM'), 1000).unref();
}
child.on('error', (error) => {
  process.stderr.write(`✗ ${command} did not start: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
