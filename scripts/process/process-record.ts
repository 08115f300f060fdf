import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A process as the kernel knows it: ids are used again, but not with the same birth in the same boot. */
export interface ProcessRecord {
  pid: number;
  /** Boot id and start time in clock ticks since that boot. */
  birth: string;
  stopSignal: NodeJS.Signals;
  graceMs: number;
  /** Whether the process leads its own group, which then dies with it. */
  leadsGroup: boolean;
}

/** @returns undefined when there is no such process, or only its unburied remains */
function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name in brackets, may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

export function recordOf(pid: number, how: Omit<ProcessRecord, 'pid' | 'birth'>): ProcessRecord | undefined {
  const birth = birthOf(pid);
  return birth === undefined ? undefined : { pid, birth, ...how };
}

export function isAlive(record: ProcessRecord): boolean {
  return birthOf(record.pid) === record.birth;
}

export function writeRecord(file: string, record: ProcessRecord): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(record)}\n`);
}

/** @returns the recorded process if it still lives; a record of the dead, or one cut short, is removed */
export function livingRecord(file: string): ProcessRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;
    if (isAlive(record)) return record;
  } catch {
    // Not there, or half written by a start that was killed: either way nobody is known to live.
  }
  rmSync(file, { force: true });
  return undefined;
}

/** Sends a signal to exactly the recorded process (or its group); does nothing once it is gone. */
export function signalRecorded(record: ProcessRecord, signal: NodeJS.Signals, wholeGroup = false): void {
  if (!isAlive(record)) return;
  try {
    process.kill(wholeGroup && record.leadsGroup ? -record.pid : record.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Asks the process to stop in its own way, and makes it after its grace. Resolves when it is gone. */
export async function endRecorded(record: ProcessRecord): Promise<void> {
  signalRecorded(record, record.stopSignal);
  if (await goneWithin(record, record.graceMs)) return;
  signalRecorded(record, 'SIGKILL', true);
  if (!(await goneWithin(record, 5_000))) throw new Error(`process ${record.pid} survives SIGKILL`);
}

async function goneWithin(record: ProcessRecord, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (isAlive(record)) {
    if (performance.now() > deadline) return false;
    await delay(30);
  }
  return true;
}
