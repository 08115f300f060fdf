import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { LoggerModule } from 'nestjs-pino';
import type { TransportTargetOptions } from 'pino';
import { correlationId } from './correlation.js';
import { Environment } from '../config/environment.js';

/** Nest's account of its own start-up: of use only when that goes wrong, and then `LOG_LEVEL=debug` shows it. */
const START_UP = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
  'NestMicroservice',
]);

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
        hooks: {
          logMethod(args, method, level) {
            const context = (args[0] as { context?: string } | undefined)?.context ?? '';
            if (level === 30 && START_UP.has(context)) this.debug(...args);
            else method.apply(this, args);
          },
        },
        autoLogging: { ignore: (request) => /^\/(health|metrics)/.test(urlOf(request)) },
        // 503 passes by itself; if it is a fault, whoever ran into it has logged that.
        customLogLevel: (_request, { statusCode }, error) =>
          statusCode === 503 ? 'warn' : error || statusCode >= 500 ? 'error' : 'info',
        customSuccessMessage: requestLine,
        customErrorMessage: (request, response) => requestLine(request, response),
        customErrorObject: () => ({}),
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

/** The address as the client sent it; middleware sees `url` without its mount point. */
function urlOf(request: IncomingMessage & { originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? '';
}

function requestLine(request: IncomingMessage, response: ServerResponse, time?: number): string {
  const took = time === undefined ? '' : ` ${Math.round(time)} ms`;
  return `${request.method} ${urlOf(request).split('?')[0]} ${response.statusCode}${took}`;
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
