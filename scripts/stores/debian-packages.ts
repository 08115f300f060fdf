import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { StepReport } from '#platform/process/progress.js';
import { SetupError } from '../process/setup-error.js';
import { aptComplaint, aptGet } from './apt.js';
import { findProgram, runCommand } from '../process/command-line.js';

/** A program and the Debian package that brings it. The package's system service has the package's name. */
export interface DebianPackage {
  name: string;
  program: string;
  /** The environment variable with which a person brings their own server instead. */
  variable: string;
}

const POLICY_FILE = '/usr/sbin/policy-rc.d';

export function missingPackages(packages: DebianPackage[]): DebianPackage[] {
  return packages.filter(({ program }) => findProgram(program) === undefined);
}

/**
 * Installs packages with apt-get, and keeps their system services from starting: we run our own instances.
 *
 * @throws SetupError when this machine or this user cannot install packages
 */
export async function installPackages(
  wanted: DebianPackage[],
  logFile: string,
  report: StepReport,
): Promise<void> {
  const missing = missingPackages(wanted);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  const otherwise = `or install Docker, or set ${missing.map(({ variable }) => variable).join(' and ')}`;
  if (findProgram('apt-get') === undefined) {
    throw new SetupError(
      `${names.join(' and ')} missing, and this system has no apt-get: install them yourself, ${otherwise}`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `${names.join(' and ')} missing, and only root can install: run \`sudo apt-get install ${names.join(' ')}\` once, ${otherwise}`,
    );
  }
  const allowServices = denyServiceStarts(names);
  try {
    await install(names, logFile, report);
  } finally {
    allowServices();
  }
  if (missingPackages(missing).length > 0) {
    throw new SetupError(
      `apt-get installed ${names.join(' and ')} but not the programs expected of them; see ${logFile}`,
    );
  }
  await disableServices(names, logFile);
}

async function install(names: string[], logFile: string, report: StepReport): Promise<void> {
  const args = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...names];
  const options = { logFile, onFraction: report.fraction };
  // A machine's package lists may be current, old or not there at all: ask for them only when they are no use.
  if ((await aptGet(args, options)).code === 0) return;
  const update = await aptGet(['update'], { logFile });
  const { code, output } = await aptGet(args, options);
  if (code === 0) return;
  const reason = aptComplaint(update.code === 0 ? output : update.output);
  throw new SetupError(
    `could not install ${names.join(' and ')}: ${reason} (check the network and apt's sources; log: ${logFile})`,
  );
}

/**
 * Asks Debian's maintainer scripts not to start the services of these packages while this process lives.
 * A policy somebody else has set stays as it is; a file left behind by a crash allows everything again.
 */
function denyServiceStarts(names: string[]): () => void {
  if (existsSync(POLICY_FILE)) return () => undefined;
  const script = [
    '#!/bin/sh',
    '# Written while movie-recommender installs packages; safe to delete.',
    `kill -0 ${process.pid} 2>/dev/null || exit 0`,
    `case "$1" in ${names.map((name) => `${name}*`).join('|')}|epmd*) exit 101 ;; esac`,
    'exit 0',
    '',
  ].join('\n');
  writeFileSync(POLICY_FILE, script, { mode: 0o755 });
  return () => rmSync(POLICY_FILE, { force: true });
}

/** What we did not want running now, nobody asked to have running after the next boot. */
async function disableServices(names: string[], logFile: string): Promise<void> {
  if (!existsSync('/run/systemd/system')) return;
  for (const name of names) await runCommand('systemctl', ['disable', '--now', name], { logFile });
}
