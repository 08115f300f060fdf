import { Counter, Histogram } from 'prom-client';

export const listRefreshSeconds = new Histogram({
  name: 'list_refresh_duration_seconds',
  help: 'From an event in hand to the new list in Redis',
  buckets: [0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 5],
});

export const listsRefreshed = new Counter({
  name: 'lists_refreshed_total',
  help: 'Lists stored in Redis',
});

export const listsRequested = new Counter({
  name: 'lists_requested_total',
  help: 'Lists made because somebody asked for one that Redis did not hold',
});
