import { workerData } from 'node:worker_threads';

/**
 * Where the threads of a Crew meet. Numbers at these places of `Duty.state`:
 * which run it is; parts that nobody has taken; parts that are not done; whether one has failed; whether all may go home.
 */
export const RUN = 0;
export const LEFT = 1;
export const UNDONE = 2;
export const FAILED = 3;
export const OVER = 4;
/** Places of `Duty.order`: which kernel, of how many rows, in parts of how many; how many arguments follow. */
export const ORDER = { kernel: 0, rows: 1, part: 2, count: 3, first: 4 };

/** What a helper needs: it knows nothing but kernels, and all numbers they work on lie in the one memory. */
export interface Duty {
  program: WebAssembly.Module;
  memory: WebAssembly.Memory;
  state: Int32Array;
  order: Float64Array;
  /** Where this thread's own room begins in the memory. */
  space: number;
}

/** A kernel: rows from … to, a thread's own room, and what it is told. */
export type WasmKernel = (from: number, to: number, space: number, ...rest: number[]) => void;

/** Does parts of the run until none is left; the last one to finish wakes whoever waits. */
export function takeParts({ state, order, space }: Duty, kernels: readonly WasmKernel[]): void {
  for (let part = Atomics.sub(state, LEFT, 1) - 1; part >= 0; part = Atomics.sub(state, LEFT, 1) - 1) {
    const size = order[ORDER.part];
    const rest = order.subarray(ORDER.first, ORDER.first + order[ORDER.count]);
    const to = Math.min(order[ORDER.rows], (part + 1) * size);
    try {
      kernels[order[ORDER.kernel]](part * size, to, space, ...rest);
    } catch {
      Atomics.store(state, FAILED, 1);
    }
    if (Atomics.sub(state, UNDONE, 1) === 1) Atomics.notify(state, UNDONE);
  }
}

/** The kernels by their order in the program, which is the same in every thread. */
export function kernelsOf({ program, memory }: Pick<Duty, 'program' | 'memory'>): Map<string, WasmKernel> {
  const { exports } = new WebAssembly.Instance(program, { env: { memory } });
  return new Map(Object.entries(exports as Record<string, WasmKernel>));
}

/** The body of a helper's thread: it sleeps between runs, and ends when the crew does. */
function help(duty: Duty): void {
  const { state } = duty;
  const kernels = [...kernelsOf(duty).values()];
  while (Atomics.load(state, OVER) === 0) {
    const run = Atomics.load(state, RUN);
    takeParts(duty, kernels);
    if (Atomics.load(state, OVER) === 0) Atomics.wait(state, RUN, run);
  }
}

const given = workerData as { crew?: Duty } | null;
if (given?.crew) help(given.crew);
