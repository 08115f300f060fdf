import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endRecorded, livingRecord, type ProcessRecord, recordOf, writeRecord } from './process-record.js';
import { stepSessionBack } from '#platform/process/step-back.js';
import { oneLine, SetupError } from './setup-error.js';
import { findProgram } from './command-line.js';

/** How a long-running program is started, found ready and stopped. */
export interface Launch {
  /** Its name in messages. */
  title: string;
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  logFile: string;
  /** Where its pid is kept, so that a later run finds it should this one be killed. */
  recordFile: string;
  /** One try; throws as long as the program does not do its work yet. */
  probe: () => Promise<void>;
  readyWithinMs: number;
  stopSignal: NodeJS.Signals;
  graceMs: number;
  /** What the kernel sends it should we be killed; the stop signal unless given. */
  orphanSignal?: NodeJS.Signals;
  /** What has to have come before it can be started. */
  after?: Promise<unknown>;
  /** Steps of niceness: how far it lets others on this machine go first, where that can be said. */
  nice?: number;
}

export interface ProcessEvents {
  /** It ended though nobody asked it to, and is started again after `delayMs`. */
  died(title: string, how: string, delayMs: number): void;
  cameBack(title: string): void;
}

const LARGEST_LOG = 20 * 1024 * 1024;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** After this long without dying, the next death counts as the first again. */
const CALM_MS = 60_000;

/**
 * One program under our care: in its own process group (a terminal's Ctrl-C reaches us, not it), logged to a
 * file, started again when it dies, and stopped by the kernel should this process be killed.
 */
export class ManagedProcess {
  private child?: ChildProcess;
  private record?: ProcessRecord;
  private stopping?: Promise<void>;
  private readonly stopRequest = new AbortController();

  constructor(
    readonly launch: Launch,
    private readonly events?: ProcessEvents,
  ) {}

  get pid(): number | undefined {
    return this.record?.pid;
  }

  /** Resolves when the program is ready. @throws SetupError when it ends or stays unready instead */
  async start(): Promise<void> {
    await endOrphan(this.launch.recordFile);
    await this.launch.after;
    if (this.stopRequest.signal.aborted) throw this.stoppedEarly();
    const child = this.spawn();
    await this.untilReady(child);
    void this.keepAlive(child);
  }

  /** Resolves when the program is gone. Any number of calls are one. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  /** The same program to be started once more: a stopped one stays stopped. */
  again(): ManagedProcess {
    return new ManagedProcess(this.launch, this.events);
  }

  private async end(): Promise<void> {
    this.stopRequest.abort();
    if (this.child && this.record) {
      await endRecorded(this.record);
      await ending(this.child);
    }
    rmSync(this.launch.recordFile, { force: true });
  }

  private spawn(): ChildProcess {
    const {
      file,
      args,
      env,
      cwd,
      logFile,
      stopSignal,
      graceMs,
      recordFile,
      orphanSignal = stopSignal,
      nice = 0,
    } = this.launch;
    const log = openLog(logFile);
    const [program, ...programArgs] = [...diesWithUs(orphanSignal), ...steppingBack(nice), file, ...args];
    const child = spawn(program, programArgs, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    if (child.pid && nice > 0) stepSessionBack(child.pid, nice);
    this.child = child;
    // Without a pid the spawn failed; the child's error event, awaited by untilReady, says why.
    this.record = child.pid ? recordOf(child.pid, { stopSignal, graceMs, leadsGroup: true }) : undefined;
    if (this.record) writeRecord(recordFile, this.record);
    return child;
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const { title, logFile, readyWithinMs, probe } = this.launch;
    const ended = ending(child);
    const deadline = performance.now() + readyWithinMs;
    for (;;) {
      const problem = await Promise.race([probe().then(() => undefined, oneLine), ended]);
      if (this.stopRequest.signal.aborted) throw this.stoppedEarly();
      if (problem === undefined) return;
      const how = await Promise.race([ended, delay(50)]);
      if (how)
        throw new SetupError(`${title} did not start: ${how}; ${lastWords(logFile)} (log: ${logFile})`);
      if (performance.now() > deadline) {
        throw new SetupError(
          `${title} is not ready after ${readyWithinMs / 1000} s: ${problem} (log: ${logFile})`,
        );
      }
    }
  }

  private stoppedEarly(): SetupError {
    return new SetupError(`${this.launch.title} was stopped while it started`);
  }

  private async keepAlive(first: ChildProcess): Promise<void> {
    let child = first;
    let bornAt = performance.now();
    for (let pause = FIRST_DELAY_MS; ; pause = Math.min(pause * 2, LONGEST_DELAY_MS)) {
      const how = await ending(child);
      if (this.stopRequest.signal.aborted) return;
      if (performance.now() - bornAt > CALM_MS) pause = FIRST_DELAY_MS;
      this.events?.died(this.launch.title, how, pause);
      await delay(pause, undefined, { signal: this.stopRequest.signal }).catch(() => undefined);
      if (this.stopRequest.signal.aborted) return;
      child = this.spawn();
      bornAt = performance.now();
      void this.untilReady(child).then(
        () => this.stopRequest.signal.aborted || this.events?.cameBack(this.launch.title),
        () => undefined, // It died again, which the loop sees, or it is slow, which its log tells.
      );
    }
  }
}

/** Ends what an earlier, killed run has left behind under this record, if anything. */
export async function endOrphan(recordFile: string): Promise<void> {
  const orphan = livingRecord(recordFile);
  if (orphan) await endRecorded(orphan);
  rmSync(recordFile, { force: true });
}

/** Lets the kernel send a signal should we be killed; where that cannot be had, the next start cleans up. */
export function diesWithUs(signal: NodeJS.Signals): string[] {
  const setpriv = findProgram('setpriv');
  return setpriv ? [setpriv, '--pdeathsig', signal.replace('SIG', ''), '--'] : [];
}

/** Starts a program so many steps of niceness behind; where that cannot be had, beside the others. */
export function steppingBack(steps: number): string[] {
  const nice = steps > 0 && findProgram('nice');
  return nice ? [nice, '-n', String(steps)] : [];
}

/** How the child ended, in words. Asked after the end it answers at once. */
function ending(child: ChildProcess): Promise<string> {
  if (child.exitCode !== null) return Promise.resolve(`it exited with code ${child.exitCode}`);
  if (child.signalCode !== null) return Promise.resolve(`it was ended by ${child.signalCode}`);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `it was ended by ${signal}` : `it exited with code ${code}`),
    );
  });
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(file, `${file}.old`);
  return openSync(file, 'a', 0o600);
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8')
    .trimEnd()
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.length === 0 ? 'it said nothing' : `it said "${lines.at(-1)!.trim().slice(0, 300)}"`;
}
