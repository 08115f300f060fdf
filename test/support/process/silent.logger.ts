import type { LoggerService } from '@nestjs/common';

/** For suites that provoke faults: what they log is expected and says nothing. */
export class SilentLogger implements LoggerService {
  log(): void {}
  error(): void {}
  warn(): void {}
}
