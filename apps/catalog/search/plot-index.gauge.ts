import { metrics } from '#platform/observability/metrics.js';
import { PlotIndex } from '#plots/plot.index.js';
import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';

/** Shows operators whether plot search works. Not a health check: everything else works without Chroma. */
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
