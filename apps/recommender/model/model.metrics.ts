import { Gauge } from 'prom-client';

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
  name: 'serving_model_info',
  help: '1 for the model that serves',
  labelNames: ['model_id'] as const,
});

/** For dashboards made for 0.4; kept for one version. */
export const servingModelBefore = new Gauge({
  name: 'serving_model',
  help: 'Deprecated: the name of serving_model_info up to 0.4',
  labelNames: ['model_id'] as const,
});

export function modelServes(id: string, trained: Date): void {
  trainedAt = trained.getTime() / 1000;
  for (const gauge of [servingModel, servingModelBefore]) {
    gauge.reset();
    gauge.set({ model_id: id }, 1);
  }
}
