import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { type DynamicModule, Logger as NestLogger, Module } from '@nestjs/common';
import { Logger, LoggerModule } from 'nestjs-pino';
import { destination, type DestinationStream, multistream } from 'pino';
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

/** Characters of a log that wait for a slow disk, at most; what comes then is lost. */
const MAX_WAITING = 4 * 1024 * 1024;

type Target = DestinationStream | Promise<DestinationStream>;
type Targets = (service: string, environment: Environment) => Target[];

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
    useFactory: async (environment: Environment) => ({
      // Requests have no loggers of their own, which cost more than all else of a log: `logRequests` writes their lines.
      forRoutes: [],
      pinoHttp: {
        ...(await outputTo(targetsOf(service, environment), environment)),
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

async function outputTo(targets: Target[], { LOG_LEVEL }: Environment) {
  if (targets.length === 0) return { level: 'silent' };
  const streams = await Promise.all(targets);
  // What is logged is the logger's to decide.
  return { level: LOG_LEVEL, stream: multistream(streams.map((stream) => ({ stream, level: 'trace' }))) };
}

function serviceTargets(service: string, environment: Environment): Target[] {
  return [terminal(service, environment, 1), ...logFile(service, environment)];
}

function commandTargets(service: string, environment: Environment): Target[] {
  const beside = wantsCommandLog(environment) ? [terminal(service, environment, 2)] : [];
  return [...beside, ...logFile(service, environment)];
}

async function terminal(service: string, { LOG_PRETTY }: Environment, fd: 1 | 2): Promise<DestinationStream> {
  if (!LOG_PRETTY) return written(fd);
  const { default: pretty } = await import('pino-pretty');
  return pretty({
    singleLine: true,
    ignore: 'pid,hostname,service,responseTime',
    messageFormat: `${service}: {msg}`,
    destination: fd,
  });
}

function logFile(service: string, { LOG_DIR }: Environment): Target[] {
  if (!LOG_DIR) return [];
  mkdirSync(LOG_DIR, { recursive: true });
  return [written(openSync(join(LOG_DIR, `${service}.log`), 'a'))];
}

/** Lines that come while others are being written are written together. A log that cannot be written is no reason to end. */
function written(fd: number): DestinationStream {
  const stream = destination({ dest: fd, sync: false, maxLength: MAX_WAITING });
  // What a full disk does not take as the process ends, sonic-boom (4.2) would write again and again, and it would not end.
  stream.on('error', () => (stream.flushSync = () => {}));
  return stream;
}
