import { collectDefaultMetrics, Counter, Gauge, Histogram, register } from 'prom-client';
import { watchTurns } from './longest.turn.js';

/** Every metric of a process; `/metrics` prints them for Prometheus. */
export const metrics = register;

export function startMetrics(service: string): void {
  register.setDefaultLabels({ service });
  collectDefaultMetrics();
  watchTurns();
}

export const httpDuration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'HTTP requests by route and status',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
});

export const rpcDuration = new Histogram({
  name: 'rpc_duration_seconds',
  help: 'Remote calls as the caller sees them',
  labelNames: ['call'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
});

export const callsRefused = new Counter({
  name: 'calls_refused_total',
  help: 'Calls that were not begun: late, interrupted (its process went away), unknown to this version',
  labelNames: ['reason'] as const,
});

export const shedRequests = new Counter({
  name: 'requests_shed_total',
  help: 'Requests refused because there was too much to do',
  labelNames: ['kind'] as const,
});

export const answersSentAgain = new Counter({
  name: 'answers_sent_again_total',
  help: 'Answers sent again as bytes while what they were made of stands',
});

export const eventsHandled = new Counter({
  name: 'events_total',
  help: 'Events by what became of them: handled, retried, dead',
  labelNames: ['event', 'outcome'] as const,
});

let countDeadEvents = async (): Promise<number> => 0;

/** Says how to count the events in the dead queue; asked whenever the metrics are read. */
export function countDeadEventsBy(count: () => Promise<number>): void {
  countDeadEvents = count;
}

export const deadEvents = new Gauge({
  name: 'dead_events',
  help: 'Events waiting in the dead queue',
  async collect() {
    this.set(await countDeadEvents());
  },
});
