import { NO_LIMIT } from '#contracts/protocol/certification.js';
import { validationFailed } from '#contracts/protocol/validation.js';
import type { Viewing } from '#contracts/users/access.token.js';
import type { ProfileChange } from '#contracts/users/users.rpc.js';

/** What a profile's change makes of how somebody watches films; nothing when it changes none of it. */
export function changedViewing(
  viewing: Viewing | undefined,
  { region, services, certificationMax }: ProfileChange,
): Viewing | undefined {
  const changed: Viewing = {
    ...viewing,
    ...(region && { region }),
    ...(services && { services }),
  };
  if (changed.services?.length && changed.region === undefined)
    throw validationFailed([{ path: 'region', message: 'region is needed to have services in it' }]);
  const limit = certificationMax === NO_LIMIT ? undefined : (certificationMax ?? viewing?.certificationMax);
  if (limit !== viewing?.certificationMax) {
    changed.certificationMax = limit;
    changed.limitVersion = (viewing?.limitVersion ?? 0) + 1;
  }
  const isSame = JSON.stringify(changed) === JSON.stringify({ ...viewing });
  return isSame ? undefined : withoutUndefined(changed);
}

/** As a profile shows it. */
export function shownViewing({ region, services, certificationMax }: Viewing = {}): Omit<
  Viewing,
  'limitVersion'
> {
  return withoutUndefined({ region, services, certificationMax });
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
