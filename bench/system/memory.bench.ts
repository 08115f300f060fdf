import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Service, System } from '../../test/support/system/system.js';
import type { Measurement } from '../results/measurement.js';
import { family } from '../load/processes.js';

const SERVICES: Service[] = ['gateway', 'users', 'catalog', 'recommender'];
/** V8 gives back what it has too much of, and idle threads end, within a minute. */
const REST_MS = 75_000;

/** What a service takes of the machine's memory, the processes that it started included, in MB. */
interface Resident {
  now: number;
  /** The most since the service rested; of several processes, the sum of what each took at most. */
  peak: number;
  /** Files in memory, above all Node's own code, which all services on a machine share. */
  program: number;
  /** Its part of them, where each page is divided by the processes that have it. */
  share: number;
  heap: number;
  /** Arrays of numbers and other memory outside V8's heap that it knows of. */
  arrays: number;
}

/**
 * Resident memory of each service: at rest, and at most while `use` goes on, which need not train. A training is a process
 * of its own and left out; the one that embeds texts counts for the catalog.
 */
export async function memory(system: System, use: () => Promise<unknown>): Promise<Measurement[]> {
  await pause(REST_MS);
  const rest = await Promise.all(SERVICES.map((service) => residentOf(system, service)));
  // From here on the kernel counts the most anew.
  for (const service of SERVICES) writeFileSync(`/proc/${system.pid(service)}/clear_refs`, '5');
  await use();
  const used = await Promise.all(SERVICES.map((service) => residentOf(system, service)));
  const rows = SERVICES.map((service, i) => {
    const { now, program, heap, arrays } = rest[i];
    const parts = `program ${mb(program)}, heap ${mb(heap)}, arrays ${mb(arrays)}, rest ${mb(Math.max(0, now - program - heap - arrays))}`;
    return { what: `${service} at rest`, value: mb(now), reference: parts };
  });
  return [
    ...rows,
    { what: 'the four at rest', ...together(rest, ({ now }) => now) },
    ...SERVICES.map((service, i) => ({ what: `${service} at most while used`, value: mb(used[i].peak) })),
    { what: 'the four at most while used', ...together(used, ({ peak }) => peak) },
  ];
}

function together(all: Resident[], of: (one: Resident) => number): Pick<Measurement, 'value' | 'reference'> {
  const sum = (of: (one: Resident) => number) => all.reduce((sum, one) => sum + of(one), 0);
  const counted = sum(of);
  const shared = sum(({ program, share }) => program - share);
  return { value: mb(counted - shared), reference: `what they share counted in each: ${mb(counted)}` };
}

async function residentOf(system: System, service: Service): Promise<Resident> {
  const metrics = await system.ask(service, '/metrics');
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}\\S* (\\S+)`, 'mu').exec(metrics)?.[1]) / 2 ** 20;
  const processes = family(system.pid(service)!).filter((pid) => !isTraining(pid));
  const sum = (file: string, name: string) =>
    processes.reduce((sum, pid) => sum + kilobytes(`/proc/${pid}/${file}`, name), 0) / 1024;
  return {
    now: sum('status', 'VmRSS'),
    peak: sum('status', 'VmHWM'),
    program: sum('status', 'RssFile'),
    share: sum('smaps_rollup', 'Pss_File'),
    heap: bytes('nodejs_heap_size_total_bytes'),
    arrays: bytes('nodejs_external_memory_bytes'),
  };
}

const isTraining = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('training');

const kilobytes = (file: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(readFileSync(file, 'utf8'))?.[1]);

const mb = (value: number): string => `${Math.round(value)} MB`;
