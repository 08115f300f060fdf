import { readFileSync } from 'node:fs';
import type { Service, System } from '../../test/support/system/system.js';
import type { Measurement } from '../results/measurement.js';

const SERVICES: Service[] = ['gateway', 'users', 'catalog', 'recommender'];

/** Resident memory of each service after the other measurements have used it. */
export function memory(system: System): Measurement[] {
  return SERVICES.map((service) => {
    const status = readFileSync(`/proc/${system.pid(service)}/status`, 'utf8');
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
    return { what: `resident memory of ${service}`, value: `${Math.round(kilobytes / 1024)} MB` };
  });
}
