import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Service, System } from '../../test/support/system/system.js';
import type { Measurement } from '../results/measurement.js';

const SERVICES: Service[] = ['gateway', 'users', 'catalog', 'recommender'];
/** V8 gives back what it has too much of, and idle threads end, within a minute. */
const REST_MS = 75_000;

/** What a service takes of the machine's memory, in MB. */
interface Resident {
  now: number;
  /** The most since the service rested. */
  peak: number;
  /** Node's own code, which all services on a machine share. */
  program: number;
  heap: number;
  /** Arrays of numbers and other memory outside V8's heap that it knows of. */
  arrays: number;
}

/**
 * Resident memory of each service: at rest, and at most while `use` goes on, which need not train. A training is a process
 * of its own.
 */
export async function memory(system: System, use: () => Promise<unknown>): Promise<Measurement[]> {
  await pause(REST_MS);
  const rest = await Promise.all(SERVICES.map((service) => residentOf(system, service)));
  // From here on the kernel counts the most anew.
  for (const service of SERVICES) writeFileSync(`/proc/${system.pid(service)}/clear_refs`, '5');
  await use();
  const used = await Promise.all(SERVICES.map((service) => residentOf(system, service)));
  const sum = (all: Resident[], of: (one: Resident) => number) =>
    mb(all.reduce((all, one) => all + of(one), 0));
  const rows = SERVICES.map((service, i) => {
    const { now, program, heap, arrays } = rest[i];
    const parts = `program ${mb(program)}, heap ${mb(heap)}, arrays ${mb(arrays)}, rest ${mb(Math.max(0, now - program - heap - arrays))}`;
    return { what: `${service} at rest`, value: mb(now), reference: parts };
  });
  return [
    ...rows,
    { what: 'the four at rest', value: sum(rest, ({ now }) => now) },
    ...SERVICES.map((service, i) => ({ what: `${service} at most while used`, value: mb(used[i].peak) })),
    { what: 'the four at most while used', value: sum(used, ({ peak }) => peak) },
  ];
}

async function residentOf(system: System, service: Service): Promise<Resident> {
  const status = readFileSync(`/proc/${system.pid(service)}/status`, 'utf8');
  const metrics = await system.ask(service, '/metrics');
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(status)?.[1]) / 1024;
  const bytes = (name: string) =>
    Number(new RegExp(`^${name}\\S* (\\S+)`, 'mu').exec(metrics)?.[1]) / 2 ** 20;
  return {
    now: kilobytes('VmRSS'),
    peak: kilobytes('VmHWM'),
    program: kilobytes('RssFile'),
    heap: bytes('nodejs_heap_size_total_bytes'),
    arrays: bytes('nodejs_external_memory_bytes'),
  };
}

const mb = (value: number): string => `${Math.round(value)} MB`;
