import { Controller, Get, Header, HttpCode, HttpException, Inject } from '@nestjs/common';
import { consumers } from '../broker/consumer.health.js';
import { metrics } from '../observability/metrics.js';
import { withinTime } from '../process/time-limit.js';
import { Public } from './public.decorator.js';

/** One thing a service needs; `check` rejects while it is not there. */
export interface HealthCheck {
  name: string;
  check(): Promise<unknown>;
}

export const HEALTH_CHECKS = Symbol('health checks');
const CHECK_MS = 2000;

/** For operators and orchestrators: outside the API's base path, never throttled. */
@Public()
@Controller()
export class HealthController {
  constructor(@Inject(HEALTH_CHECKS) private readonly checks: HealthCheck[]) {}

  @Get('health/live')
  @HttpCode(200)
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  async ready() {
    const results = await Promise.all(
      this.checks.map(async ({ name, check }) => [name, await outcome(check)] as const),
    );
    const listening = [...consumers].map(({ name, problem }) => [name, stateOf(problem())] as const);
    const details = Object.fromEntries([...results, ...listening]);
    const deaf = [...consumers].some(({ needed, problem }) => needed && problem() !== undefined);
    if (deaf || results.some(([, state]) => state !== 'up'))
      throw new HttpException({ status: 'unavailable', ...details }, 503);
    return { status: 'ok', ...details };
  }

  @Get('metrics')
  @Header('content-type', metrics.contentType)
  metrics(): Promise<string> {
    return metrics.metrics();
  }
}

const stateOf = (problem: string | undefined): string => (problem === undefined ? 'up' : `down: ${problem}`);

async function outcome(check: () => Promise<unknown>): Promise<string> {
  try {
    await withinTime(check(), CHECK_MS, () => new Error('no answer'));
    return 'up';
  } catch (error) {
    return stateOf((error as Error).message);
  }
}
