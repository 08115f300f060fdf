import { setImmediate as otherWork } from 'node:timers/promises';

/** So long a computation may go on before other work of the process gets its turn. */
const SLICE_MS = 5;

/** Runs a computation in slices: events, calls and timers are handled in between. @returns what it returns */
export async function inSlices<Result>(steps: Generator<void, Result>): Promise<Result> {
  let began = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - began < SLICE_MS) continue;
    await otherWork();
    began = performance.now();
  }
}
