import { Counter, Gauge, Histogram } from 'prom-client';

export const listRefreshSeconds = new Histogram({
  name: 'list_refresh_duration_seconds',
  help: 'From an event in hand to the new list in Redis',
  buckets: [0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1, 5],
});

export const listsRefreshed = new Counter({
  name: 'lists_refreshed_total',
  help: 'Lists swapped into Redis',
});

export const modelTrainingSeconds = new Histogram({
  name: 'model_training_seconds',
  help: 'Training of a model, reading its data included',
  buckets: [0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320],
});

/** Seconds since 1970 at which the model that serves was trained. */
let trainedAt: number | undefined;

export const modelAge = new Gauge({
  name: 'model_age_seconds',
  help: 'Age of the model that serves',
  collect() {
    if (trainedAt !== undefined) this.set(Date.now() / 1000 - trainedAt);
  },
});

export const servingModel = new Gauge({
  name: 'serving_model',
  help: '1 for the model that serves',
  labelNames: ['model_id'] as const,
});

export function modelServes(id: string, trained: Date): void {
  trainedAt = trained.getTime() / 1000;
  servingModel.reset();
  servingModel.set({ model_id: id }, 1);
}
