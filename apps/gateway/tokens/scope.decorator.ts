import type { Scope } from '#contracts/users/tokens.rpc.js';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { PERSONAL_TOKEN, TOKEN_SCOPE } from '../http/openapi.js';

export const SCOPE = Symbol('scope');

/** What a route asks of a personal token; `any`: nothing, for a route that asks others in its name. */
export type NeededScope = Scope | 'any';

export const AnyScope = () => SetMetadata(SCOPE, 'any' satisfies NeededScope);

/** Opens a route, or all of a controller, to personal tokens with this scope. A route without one refuses them all. */
export function NeedsScope(scope: Scope) {
  return applyDecorators(
    SetMetadata(SCOPE, scope),
    ApiSecurity(PERSONAL_TOKEN),
    ApiExtension(TOKEN_SCOPE, scope),
  );
}
