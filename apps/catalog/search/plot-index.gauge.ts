import { metrics } from '#platform/observability/metrics.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';

/** Shows operators whether plots can be searched. The service is ready without: only plot search needs Chroma. */
@Injectable()
export class PlotIndexGauge {
  constructor(index: PlotIndex) {
    new Gauge({
      name: 'plot_index_vectors',
      help: 'Plot vectors in the Chroma collection; -1 while Chroma cannot be reached',
      registers: [metrics],
      async collect() {
        this.set(await index.count().catch(() => -1));
      },
    });
  }
}
