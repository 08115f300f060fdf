import { Gauge } from 'prom-client';

/** How often it is looked; what a turn took shows so much too long at most. */
const LOOK_MS = 10;

let longestSeconds = 0;

/**
 * The longest that this process has worked without letting anything else have its turn, since the metrics were read last: in
 * processor time of the thread that runs the event loop, which a busy machine does not lengthen as it does time by the clock.
 */
export const longestTurn = new Gauge({
  name: 'event_loop_longest_turn_cpu_seconds',
  help: 'Processor time of the longest turn of the event loop since this was read last',
  collect() {
    this.set(longestSeconds);
    longestSeconds = 0;
  },
});

/** Begins to watch. */
export function watchTurns(): void {
  let before = busySeconds();
  setInterval(() => {
    const now = busySeconds();
    longestSeconds = Math.max(longestSeconds, now - before);
    before = now;
  }, LOOK_MS).unref();
}

function busySeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}
