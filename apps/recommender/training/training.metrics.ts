import { Histogram } from 'prom-client';

export const modelTrainingSeconds = new Histogram({
  name: 'model_training_seconds',
  help: 'Training of a model, reading its data included',
  buckets: [0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320],
});
