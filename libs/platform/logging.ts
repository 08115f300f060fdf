import { join } from 'node:path';
import { LoggerModule } from 'nestjs-pino';
import type { TransportTargetOptions } from 'pino';
import { correlationId } from './correlation.js';
import { Environment } from './environment.js';

/** JSON lines (pretty on a terminal), one correlation id from the HTTP request through every event. */
export function loggerModule(service: string) {
  return LoggerModule.forRootAsync({
    inject: [Environment],
    useFactory: (environment: Environment) => ({
      pinoHttp: {
        level: environment.LOG_LEVEL,
        base: { service },
        mixin: () => ({ correlationId: correlationId() }),
        transport: { targets: targets(service, environment) },
        autoLogging: { ignore: (request) => /^\/(health|metrics)/.test(request.url ?? '') },
        customLogLevel: (_request, response, error) =>
          error || response.statusCode >= 500 ? 'error' : 'info',
        customSuccessMessage: (request, response, time) =>
          `${request.method} ${request.url?.split('?')[0]} ${response.statusCode} ${Math.round(time)} ms`,
        quietReqLogger: true,
        serializers: { req: () => undefined, res: () => undefined },
        redact: [
          '*.password',
          '*.currentPassword',
          '*.accessToken',
          '*.refreshToken',
          '*.authorization',
          '*.cookie',
        ],
      },
    }),
  });
}

function targets(service: string, environment: Environment): TransportTargetOptions[] {
  const level = environment.LOG_LEVEL;
  const console: TransportTargetOptions = environment.LOG_PRETTY
    ? {
        target: 'pino-pretty',
        level,
        options: {
          singleLine: true,
          ignore: 'pid,hostname,service,responseTime',
          messageFormat: `${service}: {msg}`,
        },
      }
    : { target: 'pino/file', level, options: { destination: 1 } };
  if (!environment.LOG_DIR) return [console];
  const file = join(environment.LOG_DIR, `${service}.log`);
  return [console, { target: 'pino/file', level, options: { destination: file, mkdir: true } }];
}
