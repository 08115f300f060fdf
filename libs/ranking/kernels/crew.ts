import { availableParallelism } from 'node:os';
import { isMainThread, Worker } from 'node:worker_threads';
import {
  type Duty,
  FAILED,
  kernelsOf,
  LEFT,
  ORDER,
  OVER,
  RUN,
  takeParts,
  UNDONE,
  type WasmKernel,
} from './crew.worker.js';
import { PAGE, program } from './kernel.memory.js';

/** What a kernel is told: numbers, and arrays of the crew's own memory. */
export type KernelArgument = number | Int16Array | Int32Array | Float32Array | Float64Array;

/** Work on rows that do not depend on each other: a kernel of ./assembly, and the same in TypeScript where there are none. */
export interface Kernel<Arguments extends KernelArgument[]> {
  name: string;
  plain(from: number, to: number, ...rest: Arguments): void;
}

/** So many multiplications, about a tenth of a millisecond, are worth another thread's waking up. */
const PART = 200_000;
/** Before threads are started there must have been so many multiplications that several threads could have shared. */
const LONG = 100_000_000;
/** More threads would wait for each other and for memory. */
const MOST_THREADS = 16;
/** Room for each thread's own numbers; what it does not use takes no memory. */
const SPACE = 1 << 20;
const MOST_ARGUMENTS = 24;
/** WebAssembly addresses four gigabytes. */
const MOST_PAGES = 65_536;
const LINE = 64;
/** All that a kernel which stops has to say. */
const IMPOSSIBLE = 'a matrix is not positive definite, or something else cannot be computed';

interface ArrayType<T> {
  new (count: number): T;
  new (buffer: ArrayBufferLike, at: number, count: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

/** How a crew works, where it is not to be as well as it can be here. */
export interface CrewOptions {
  /** With the kernels, not in plain TypeScript. */
  fast?: boolean;
  /** This one included; one by default where this one is itself one of several. */
  threads?: number;
}

interface Shared {
  memory: WebAssembly.Memory;
  /** So many bytes were somebody's before; those after them are 0. */
  used: number;
  kernels: Map<string, WasmKernel>;
}

/**
 * Threads that do one thing at a time together: rows of a matrix, which do not depend on each other, are shared out in parts.
 * Every row is found by one thread alone and in the same way, so that results do not depend on how many there are. It is
 * synchronous: who runs a kernel takes part and returns when all is done.
 */
export class Crew {
  /** Taken up again by the next crew, because memory is not soon given back. */
  private static idle?: Shared;

  private readonly shared?: Shared;
  private readonly duty?: Duty;
  private readonly helpers: Worker[] = [];
  private taken = 0;
  private shareable = 0;

  private constructor(
    fast: boolean,
    private readonly threads: number,
  ) {
    if (!fast || !program) return;
    this.shared = Crew.idle ?? newMemory(program);
    Crew.idle = undefined;
    const { memory } = this.shared;
    const state = new Int32Array(new SharedArrayBuffer(4 * LINE));
    const order = new Float64Array(new SharedArrayBuffer(8 * (ORDER.first + MOST_ARGUMENTS)));
    this.duty = { program, memory, state, order, space: this.take(threads * SPACE) };
  }

  /** A crew for as long as something is fitted. Arrays of its memory are of no use afterwards. */
  static join<Result>(
    use: (crew: Crew) => Result,
    { fast = true, threads = threadsHere() }: CrewOptions = {},
  ): Result {
    const crew = new Crew(fast, threads);
    try {
      return use(crew);
    } finally {
      crew.end();
    }
  }

  /** Zeros. */
  float64(count: number): Float64Array {
    return this.zeros(Float64Array, count);
  }

  /** Zeros. */
  float32(count: number): Float32Array {
    return this.zeros(Float32Array, count);
  }

  /** Zeros. */
  int16(count: number): Int16Array {
    return this.zeros(Int16Array, count);
  }

  /** A copy in the crew's memory. */
  copied<T extends Int32Array | Float32Array | Float64Array>(values: T): T {
    const copy = this.array(values.constructor as ArrayType<T>, values.length);
    copy.set(values);
    return copy;
  }

  /**
   * Runs a kernel over all rows.
   *
   * @param work  multiplications that it takes, about: what is soon done is not shared
   * @throws Error when the kernel fails, as it does where a matrix is not positive definite
   */
  run<Arguments extends KernelArgument[]>(
    kernel: Kernel<Arguments>,
    rows: number,
    work: number,
    ...rest: Arguments
  ): void {
    if (!this.duty || !this.shared) return kernel.plain(0, rows, ...rest);
    const { kernels } = this.shared;
    const { state, order, space } = this.duty;
    const numbers = rest.map((each) => (typeof each === 'number' ? each : each.byteOffset));
    const part = Math.max(1, Math.ceil((rows * PART) / Math.max(1, work)));
    if (this.threads === 1 || part >= rows)
      return alone(kernel.name, () => kernels.get(kernel.name)!(0, rows, space, ...numbers));
    this.shareable += work;
    if (this.helpers.length === 0 && this.shareable > LONG) this.callHelpers();
    order.set([[...kernels.keys()].indexOf(kernel.name), rows, part, numbers.length, ...numbers]);
    const parts = Math.ceil(rows / part);
    Atomics.store(state, UNDONE, parts);
    // From here on helpers find something to do.
    Atomics.store(state, LEFT, parts);
    Atomics.add(state, RUN, 1);
    Atomics.notify(state, RUN);
    takeParts(this.duty, [...kernels.values()]);
    for (let left = Atomics.load(state, UNDONE); left > 0; left = Atomics.load(state, UNDONE))
      Atomics.wait(state, UNDONE, left);
    if (Atomics.load(state, FAILED) === 1) throw new Error(`${kernel.name}: ${IMPOSSIBLE}`);
  }

  private callHelpers(): void {
    // Tests run the TypeScript source itself, which Node reads without a build step.
    const file = import.meta.url.endsWith('.ts') ? './crew.worker.ts' : './crew.worker.js';
    for (let thread = 1; thread < this.threads; thread++) {
      const crew: Duty = { ...this.duty!, space: this.duty!.space + thread * SPACE };
      const helper = new Worker(new URL(file, import.meta.url), { workerData: { crew }, execArgv: [] });
      // One that cannot start takes no part, and none is waited for that has taken none.
      helper.on('error', () => undefined);
      helper.unref();
      this.helpers.push(helper);
    }
  }

  private end(): void {
    if (!this.duty) return;
    Atomics.store(this.duty.state, OVER, 1);
    Atomics.add(this.duty.state, RUN, 1);
    Atomics.notify(this.duty.state, RUN);
    const { used } = this.shared!;
    Crew.idle = { ...this.shared!, used: Math.max(used, this.taken) };
  }

  private zeros<T extends Int16Array | Float32Array | Float64Array>(Type: ArrayType<T>, count: number): T {
    const array = this.array(Type, count);
    const used = (this.shared?.used ?? 0) - array.byteOffset;
    if (used > 0) array.fill(0, 0, Math.ceil(used / Type.BYTES_PER_ELEMENT));
    return array;
  }

  /** What stood there before is still in it. */
  private array<T>(Type: ArrayType<T>, count: number): T {
    if (!this.shared) return new Type(count);
    const at = this.take(count * Type.BYTES_PER_ELEMENT);
    return new Type(this.shared.memory.buffer, at, count);
  }

  /** @returns where so many bytes begin. @throws RangeError when there is no room for them */
  private take(bytes: number): number {
    const { memory } = this.shared!;
    const at = this.taken;
    this.taken = at + Math.ceil(bytes / LINE) * LINE;
    const missing = Math.ceil((this.taken - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    return at;
  }
}

function newMemory(kernels: WebAssembly.Module): Shared {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  return { memory, used: 0, kernels: kernelsOf({ program: kernels, memory }) };
}

function alone(name: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    throw new Error(`${name}: ${IMPOSSIBLE}`, { cause });
  }
}

/** A thread that is one of several leaves the other cores to the others. */
function threadsHere(): number {
  return isMainThread ? Math.min(MOST_THREADS, availableParallelism()) : 1;
}
