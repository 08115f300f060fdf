import { AppError } from '#contracts/protocol/app.error.js';
import { ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail, type ThrottlerRequest } from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import { callerOf, type CountedRequest, countName, type LimitName, throttleHeaders } from './early.counts.js';
import { networkOf } from './network.js';

interface ThrottledRequest extends CountedRequest {
  url: string;
  body?: Partial<Record<'email' | 'password' | 'currentPassword', unknown>>;
}

/** Applies one of the module's named limits, counting all routes together. */
abstract class NamedThrottle extends ThrottlerGuard {
  protected abstract readonly limit: LimitName;

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit();
    this.throttlers = this.throttlers.filter((throttler) => throttler.name === this.limit);
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    // A page has a hundred posters, and costs a request for each.
    return /^\/(health|metrics|api\/v1\/posters\/)/.test(
      context.switchToHttp().getRequest<ThrottledRequest>().url,
    );
  }

  protected override async getTracker(request: ThrottledRequest): Promise<string> {
    return callerOf(request);
  }

  /** Counts a request, unless it was counted before it came here. */
  protected override async handleRequest({ context, limit, ttl }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<ThrottledRequest>();
    const name = countName(this.limit, await this.getTracker(request));
    const count =
      request.counts?.[this.limit] ??
      (await this.storageService.increment(name, ttl, limit, ttl, this.limit));
    const reply = http.getResponse<FastifyReply>();
    if (count.isBlocked) {
      void reply.header(`retry-after-${this.limit}`, count.timeToBlockExpire);
      await this.throwThrottlingException(context, { limit, ttl, key: name, tracker: name, ...count });
    }
    for (const [header, value] of throttleHeaders(this.limit, limit, count)) void reply.header(header, value);
    return true;
  }

  protected override async throwThrottlingException(
    context: ExecutionContext,
    detail: ThrottlerLimitDetail,
  ): Promise<void> {
    const seconds = detail.timeToBlockExpire || detail.timeToExpire;
    context
      .switchToHttp()
      .getResponse<{ header(name: string, value: string): void }>()
      .header('retry-after', String(seconds));
    throw new AppError('too_many_requests', `Too many requests. Try again in ${seconds} seconds.`);
  }
}

@Injectable()
export class AddressThrottle extends NamedThrottle {
  protected readonly limit = 'address';

  protected override async getTracker({ ip }: ThrottledRequest): Promise<string> {
    return networkOf(ip);
  }
}

@Injectable()
export class UserThrottle extends NamedThrottle {
  protected readonly limit = 'user';
}

/** Counts log-ins per address and e-mail, so that somebody who guesses locks out neither the owner nor an office. */
@Injectable()
export class LoginThrottle extends NamedThrottle {
  protected readonly limit = 'login';

  protected override async getTracker({ ip, body }: ThrottledRequest): Promise<string> {
    const email = typeof body?.email === 'string' ? body.email : '';
    return `${networkOf(ip)} ${email.trim().toLowerCase().slice(0, 254)}`;
  }
}

/** Counts the passwords that somebody who is logged in gives; a request without one is free. */
@Injectable()
export class PasswordThrottle extends NamedThrottle {
  protected readonly limit = 'login';

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    const { body } = context.switchToHttp().getRequest<ThrottledRequest>();
    return body?.password === undefined && body?.currentPassword === undefined;
  }

  protected override async getTracker({ user }: ThrottledRequest): Promise<string> {
    return `password of ${user?.userId}`;
  }
}

@Injectable()
export class ImportThrottle extends NamedThrottle {
  protected readonly limit = 'import';
}

@Injectable()
export class SearchThrottle extends NamedThrottle {
  protected readonly limit = 'search';
}
