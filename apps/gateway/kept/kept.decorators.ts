import { ListStanding } from '#lists/list.standing.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { MovieCards } from '#lists/movie.cards.js';
import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  mixin,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { CurrentSession } from '../http/current-user.decorator.js';
import type { EarlyLimit } from '../throttle/early.counts.js';

/** What is not on a film's card may be so old: a plot that was changed, or what is found by it. */
const CATALOGUE_MS = 5000;
/** What looks at lists does besides, such as noting what was shown, is done again after so long. */
const LIST_MS = 30_000;

const EVERY_LIMIT = ['address', 'user'] as const;

type Asked = FastifyRequest & { user?: CurrentSession; viewing?: Viewing };
const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<Asked>();

/** What the catalogue is, in one word. @throws when Redis is away */
export const catalogueAt = async (cards: MovieCards) => String(await cards.recentVersion());

const NotModified = () =>
  ApiResponse({ status: 304, description: 'The answer is the one whose ETag If-None-Match names' });

/**
 * The answer is the same for everybody who may see the same films, and is sent again for five seconds or until films change.
 *
 * @param limits  that the route has besides those of all
 */
export function KeptWithCatalogue(...limits: EarlyLimit[]) {
  @Injectable()
  class KeptWithCatalogueInterceptor implements NestInterceptor {
    constructor(private readonly cards: MovieCards) {}

    async intercept(context: ExecutionContext, next: CallHandler) {
      const madeOf = await catalogueAt(this.cards).catch(() => undefined);
      const request = requestOf(context);
      const limit = (request.user?.viewing ?? request.viewing)?.certificationMax;
      if (madeOf !== undefined)
        request.keepable = { limit, madeOf, forMs: CATALOGUE_MS, limits: [...EVERY_LIMIT, ...limits] };
      return next.handle();
    }
  }
  return applyDecorators(UseInterceptors(mixin(KeptWithCatalogueInterceptor)), NotModified());
}

/**
 * The answer follows from somebody's plain list, or what that was made of, and is sent again while that list stands, for
 * who is logged in.
 *
 * @param parameters  of the query that may be given; with any other one the answer is made anew
 */
export function KeptWithList(...parameters: string[]) {
  @Injectable()
  class KeptWithListInterceptor implements NestInterceptor {
    constructor(private readonly standing: ListStanding) {}

    async intercept(context: ExecutionContext, next: CallHandler) {
      const request = requestOf(context);
      const isPlain = Object.keys(request.query as object).every((name) => parameters.includes(name));
      const { userId, scopes, viewing } = request.user!;
      // Looked up before the answer is made: one made of a later list is never sent again, because this one never comes back.
      const madeOf = isPlain && !scopes ? await this.standing.of(userId).catch(() => undefined) : undefined;
      if (madeOf !== undefined)
        request.keepable = {
          userId,
          limit: viewing?.certificationMax,
          madeOf,
          forMs: LIST_MS,
          limits: EVERY_LIMIT,
        };
      return next.handle();
    }
  }
  return applyDecorators(UseInterceptors(mixin(KeptWithListInterceptor)), NotModified());
}
