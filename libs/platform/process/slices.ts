import { lastPlace, newPlace, turn } from './turns.js';

/** So long a computation may go on before other work of the process gets its turn. */
const SLICE_MS = 5;
/** Nobody waits for one that lets others go first, but others may wait for the process. */
const SHORT_SLICE_MS = 2;
/** For so much of the processor's time one goes before those that began later; a longer one then goes behind them. */
const FIRST_MS = 50;

/**
 * Runs a computation in slices: events, calls and timers are handled in between. Of several, one has a slice in each turn of the
 * event loop, and the one that began first is done first: of lists that take equally long none is later for it, and most are
 * earlier than if they took turns.
 *
 * @param after  whether it lets all others go first, also those that begin later
 * @returns what it returns
 */
export async function inSlices<Result>(steps: Generator<void, Result>, after = false): Promise<Result> {
  const [next, sliceMs] = after ? [lastPlace, SHORT_SLICE_MS] : [newPlace, SLICE_MS];
  let place = next();
  let taken = 0;
  for (;;) {
    await turn(place);
    const before = cpuMs();
    const began = performance.now();
    do {
      const { done, value } = steps.next();
      if (done) return value;
    } while (performance.now() - began < sliceMs);
    taken += cpuMs() - before;
    if (taken < FIRST_MS) continue;
    place = next();
    taken = 0;
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
