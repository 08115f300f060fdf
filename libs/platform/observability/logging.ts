import { join } from 'node:path';
import { type DynamicModule, Logger as NestLogger, Module } from '@nestjs/common';
import { Logger, LoggerModule } from 'nestjs-pino';
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

type Targets = (service: string, environment: Environment) => TransportTargetOptions[];

/** Logs from the first moment: an application that waits for its database would otherwise hold back why. */
@Module({})
class LogAtOnce {
  constructor(logger: Logger) {
    NestLogger.overrideLogger(logger);
    NestLogger.flush();
  }
}

/** JSON lines (pretty on a terminal), one correlation id from the HTTP request through every event. */
export function loggerModule(service: string): DynamicModule {
  return { module: LogAtOnce, imports: [loggerTo(serviceTargets, service)] };
}

/** For a command, whose own words go to the terminal: its log goes to LOG_DIR, and to stderr with LOG_LEVEL=debug or trace. */
export function commandLoggerModule(service: string) {
  return loggerTo(commandTargets, service);
}

/** Whether somebody wants to read the log of a command beside its own words. */
export function wantsCommandLog({ LOG_LEVEL }: Environment): boolean {
  return LOG_LEVEL === 'debug' || LOG_LEVEL === 'trace';
}

function loggerTo(targetsOf: Targets, service: string) {
  return LoggerModule.forRootAsync({
    inject: [Environment],
    useFactory: (environment: Environment) => ({
      // Requests have no loggers of their own, which cost more than all else of a log: `logRequests` writes their lines.
      forRoutes: [],
      pinoHttp: {
        ...destination(environment, targetsOf(service, environment)),
        base: { service },
        mixin: () => ({ correlationId: correlationId() }),
        hooks: {
          logMethod(args, method, level) {
            const context = (args[0] as { context?: string } | undefined)?.context ?? '';
            if (level === 30 && START_UP.has(context)) this.debug(...args);
            else method.apply(this, args);
          },
        },
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

function destination({ LOG_LEVEL }: Environment, targets: TransportTargetOptions[]) {
  return targets.length > 0 ? { level: LOG_LEVEL, transport: { targets } } : { level: 'silent' };
}

function serviceTargets(service: string, environment: Environment): TransportTargetOptions[] {
  return [terminal(service, environment, 1), ...logFile(service, environment)];
}

function commandTargets(service: string, environment: Environment): TransportTargetOptions[] {
  const beside = wantsCommandLog(environment) ? [terminal(service, environment, 2)] : [];
  return [...beside, ...logFile(service, environment)];
}

function terminal(
  service: string,
  { LOG_LEVEL: level, LOG_PRETTY }: Environment,
  destination: 1 | 2,
): TransportTargetOptions {
  if (!LOG_PRETTY) return { target: 'pino/file', level, options: { destination } };
  return {
    target: 'pino-pretty',
    level,
    options: {
      singleLine: true,
      ignore: 'pid,hostname,service,responseTime',
      messageFormat: `${service}: {msg}`,
      destination,
    },
  };
}

function logFile(service: string, { LOG_LEVEL: level, LOG_DIR }: Environment): TransportTargetOptions[] {
  if (!LOG_DIR) return [];
  const destination = join(LOG_DIR, `${service}.log`);
  return [{ target: 'pino/file', level, options: { destination, mkdir: true } }];
}
