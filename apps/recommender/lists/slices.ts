import { turn } from '#platform/process/turns.js';

/** So long a computation may go on before other work of the process gets its turn. */
const SLICE_MS = 5;

/**
 * Runs a computation in slices: events, calls and timers are handled in between. Of several, one has a slice in each turn of the
 * event loop. @returns what it returns
 */
export async function inSlices<Result>(steps: Generator<void, Result>): Promise<Result> {
  await turn();
  let began = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - began < SLICE_MS) continue;
    await turn();
    began = performance.now();
  }
}
