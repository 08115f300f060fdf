import { AppError } from '#contracts/protocol/app.error.js';
import { type Rpc, type ServiceName, serviceOf } from '#contracts/protocol/rpc.js';
import { refuseUndeclared } from '#contracts/protocol/validation.js';
import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { ClientRMQ, RmqRecordBuilder } from '@nestjs/microservices';
import { lastValueFrom, timeout, TimeoutError } from 'rxjs';
import { correlationId } from '../observability/correlation.js';
import { Environment } from '../config/environment.js';
import { rpcDuration } from '../observability/metrics.js';
import { rpcQueue } from './rmq.options.js';

/** Calls other services. Every call ends: with its reply, with the other side's AppError, or with `service_unavailable`. */
@Injectable()
export class RpcClient implements OnApplicationShutdown {
  private readonly clients = new Map<ServiceName, ClientRMQ>();
  private readonly log = new Logger(RpcClient.name);

  constructor(private readonly environment: Environment) {}

  async call<Request extends object, Reply>(
    call: Rpc<Request, Reply>,
    request: Request,
    timeoutMs = this.environment.RPC_TIMEOUT_MS,
  ): Promise<Reply> {
    refuseUndeclared(call.request, request);
    const record = new RmqRecordBuilder(request)
      .setOptions({ expiration: String(timeoutMs), headers: { 'x-correlation-id': correlationId() ?? '' } })
      .build();
    const stop = rpcDuration.startTimer({ call: call.name });
    try {
      return await lastValueFrom(
        this.client(serviceOf(call)).send<Reply>(call.name, record).pipe(timeout(timeoutMs)),
      );
    } catch (error) {
      throw this.asAppError(call.name, error);
    } finally {
      stop();
    }
  }

  private asAppError(name: string, error: unknown): AppError {
    const wire = error as { code?: unknown; message?: unknown };
    if (
      !(error instanceof Error) &&
      typeof wire?.code === 'string' &&
      typeof wire.message === 'string' &&
      !('stack' in wire)
    ) {
      return AppError.fromWire(wire);
    }
    const why =
      error instanceof TimeoutError ? 'no answer in time' : String((error as Error)?.message ?? error);
    this.log.warn(`${name}: ${why}`);
    return new AppError('service_unavailable', undefined, undefined, { cause: error });
  }

  private client(service: ServiceName): ClientRMQ {
    let client = this.clients.get(service);
    if (!client) {
      client = new ClientRMQ(rpcQueue(this.environment.RABBITMQ_URL, service));
      this.clients.set(service, client);
    }
    return client;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }
}
