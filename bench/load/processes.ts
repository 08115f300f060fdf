import { readFileSync } from 'node:fs';

/** Of /proc/<pid>/stat: processor time counts in hundredths of a second. */
const TICKS_A_SECOND = 100;

/** A process and those it started (Linux). */
export function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => family(Number(child)))];
}

/** Processor time of a process so far, in seconds; 0 for one that is gone (Linux). */
export function cpuSeconds(pid: number): number {
  try {
    const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, kernel] = fields.split(' ').slice(11, 13).map(Number);
    return (user + kernel) / TICKS_A_SECOND;
  } catch {
    return 0;
  }
}
