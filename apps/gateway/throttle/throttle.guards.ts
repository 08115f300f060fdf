import { AppError } from '#contracts/protocol/app.error.js';
import { ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { CurrentSession } from '../http/current-user.decorator.js';
import { networkOf } from './network.js';

interface ThrottledRequest {
  ip: string;
  url: string;
  user?: CurrentSession;
  body?: Partial<Record<'email' | 'password' | 'currentPassword', unknown>>;
}

/** Applies one of the module's named limits, counting all routes together. */
abstract class NamedThrottle extends ThrottlerGuard {
  protected abstract readonly limit: string;

  override async onModuleInit(): Promise<void> {
    await super.onModuleInit();
    this.throttlers = this.throttlers.filter((throttler) => throttler.name === this.limit);
  }

  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    return /^\/(health|metrics)/.test(context.switchToHttp().getRequest<ThrottledRequest>().url);
  }

  protected override async getTracker({ user, ip }: ThrottledRequest): Promise<string> {
    if (!user) return `anyone at ${networkOf(ip)}`;
    // Scripts use up a limit of their own, and not that of who sits at the web app.
    return user.scopes ? `tokens of ${user.userId}` : user.userId;
  }

  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return `${this.limit}:${tracker}`;
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
