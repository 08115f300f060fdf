import { constants, getPriority, setPriority } from 'node:os';

/**
 * Lets others on this machine go first: so much nicer than this process was started, which whoever started it may have chosen.
 *
 * @param by  steps of niceness
 */
export function stepBack(by: number): void {
  setPriority(Math.min(getPriority() + by, constants.priority.PRIORITY_LOW));
}
