import type { Rpc } from '#contracts/protocol/rpc.js';
import { accepted } from '#contracts/protocol/validation.js';
import {
  applyDecorators,
  ArgumentsHost,
  Catch,
  Injectable,
  Logger,
  PipeTransform,
  RpcExceptionFilter,
  UseFilters,
  UsePipes,
} from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import type { ClassConstructor } from 'class-transformer';
import { Observable, throwError } from 'rxjs';
import { callsRefused } from '../observability/metrics.js';
import { remainingMs, requireTime } from '../process/deadline.js';
import { asAppError } from '../stores/store.errors.js';

/** Marks handlers for the RPC server alone. */
export const RPC_TRANSPORT = Symbol('rpc');

@Injectable()
class RequestPipe implements PipeTransform {
  constructor(private readonly type: ClassConstructor<object>) {}

  transform(value: unknown): object {
    return accepted(this.type, value);
  }
}

/** Turns whatever a handler throws into `{ code, message }`, and logs what nobody expected. */
@Catch()
class RpcErrors implements RpcExceptionFilter {
  private readonly log = new Logger(RpcErrors.name);

  catch(exception: unknown, _host: ArgumentsHost): Observable<never> {
    const error = asAppError(exception);
    if (error.code === 'internal_error') this.log.error({ err: exception }, 'call failed');
    return throwError(() => error.toWire());
  }
}

/**
 * Answers one remote call. The handler gets a checked request; an AppError it throws reaches the caller as one. It is not
 * begun after the deadline: the server has looked when it took the call, but what other calls do comes between that and here.
 */
export function OnRpc<Request extends object, Reply>(call: Rpc<Request, Reply>) {
  const decorate = applyDecorators(
    MessagePattern(call.name, RPC_TRANSPORT),
    UsePipes(new RequestPipe(call.request)),
    UseFilters(RpcErrors),
  );
  return <Handler extends (request: Request) => Promise<Reply>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => {
    const handle = descriptor.value!;
    descriptor.value = function (this: unknown, ...request: Parameters<Handler>) {
      if (remainingMs() === 0) callsRefused.inc({ reason: 'late' });
      requireTime();
      return handle.apply(this, request);
    } as Handler;
    decorate(target, key, descriptor);
  };
}
