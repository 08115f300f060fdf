import { asAppError } from '#platform/stores/store.errors.js';
import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { fromFramework } from './framework.errors.js';
import { sendProblem } from './problem.js';

/** Turns every error into a problem document, and logs the unexpected ones. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger(ProblemFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Health checks have a format of their own.
    if (exception instanceof HttpException && exception.getStatus() === 503) {
      void reply.status(503).send(exception.getResponse());
      return;
    }
    // A client that has left hears nothing any more, and what its leaving broke is no fault.
    if (reply.raw.destroyed) return;
    const error = fromFramework(exception) ?? asAppError(exception);
    // It passes by itself; whoever ran into it has logged why.
    if (error.status === 503) this.log.warn(error.message);
    else if (error.status >= 500)
      this.log.error({ err: error.cause ?? exception, code: error.code }, error.message);
    sendProblem(reply, error);
  }
}
