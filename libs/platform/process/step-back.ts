import { readFileSync, writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/**
 * Lets others on this machine go first: so much nicer than this process was started, which whoever started it may have chosen.
 *
 * @param by  steps of niceness
 */
export function stepBack(by: number): void {
  const nice = Math.min(getPriority() + by, constants.priority.PRIORITY_LOW);
  setPriority(nice);
  if (leadsSession()) stepSessionBack(process.pid, nice);
}

/**
 * Has a session's processes let those of other sessions go first. Linux shares the processor among sessions before it looks at how
 * nice each process is, so a process in a session of its own would step back for nobody else.
 *
 * @param leader  the id of the process that began the session
 * @param nice    niceness, 0–19
 * @see sched(7), "The autogroup feature"
 */
export function stepSessionBack(leader: number, nice: number): void {
  try {
    writeFileSync(`/proc/${leader}/autogroup`, String(nice));
  } catch {
    // A kernel without it goes by each process's own.
  }
}

/** Whether nothing but this process and what it starts is in its session: a terminal's is not ours to hold back. */
function leadsSession(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // After the name in parentheses: state, parent, group, session.
    const session = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3];
    return Number(session) === process.pid;
  } catch {
    return false;
  }
}
