import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * A process that does nothing, so that how late its event loop is says how long the machine lets others wait.
 *
 *   idle.process.js <seconds> <niceness>
 *
 * Prints the p99 of its event loop's delay in milliseconds, measured as the services measure theirs.
 */
const [seconds, niceness] = process.argv.slice(2).map(Number);

setPriority(niceness);
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
await pause(seconds * 1000);
console.log(delay.percentile(99) / 1e6);
