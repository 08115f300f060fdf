import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Distinguishes this process from every other recommender. */
export const INSTANCE_ID = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
