import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { persistently } from '../http/retry';
import { renewAccess } from '../session/session';
import { answerOf, api, type UserProfile } from './client';
import type { ListFilter } from './list.filter';
import { profileQuery, useSignedIn } from './me';

const HOUR_MS = 3_600_000;
/** What ends family mode. */
export const NO_LIMIT = 'off';

/** Where films can be watched, and how countries certify them. */
export const regionsQuery = queryOptions({
  queryKey: ['regions'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/regions', { signal })),
  staleTime: HOUR_MS,
});

/** How somebody watches films, as they chose it; nothing for strangers and until it is known. */
export function useViewing(): Pick<UserProfile, 'region' | 'services' | 'certificationMax'> | undefined {
  return useQuery({ ...profileQuery, enabled: useSignedIn() }).data;
}

/** Their own region, else that of the browser. */
export function useRegion(): string | undefined {
  return useViewing()?.region ?? new Intl.Locale(navigator.language).region;
}

type Change = Parameters<typeof api.PATCH<'/api/v1/me', { body: object }>>[1]['body'];

/** Saves how films are watched. The token that says so is renewed, and everything shown is asked for anew. */
export function useSaveViewing() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Change) => {
      const saved = await persistently((headers) => answerOf(api.PATCH('/api/v1/me', { headers, body })));
      await renewAccess();
      return saved;
    },
    onSuccess: async (saved) => {
      client.setQueryData(profileQuery.queryKey, saved);
      await client.invalidateQueries({
        predicate: ({ queryKey: [name] }) => name !== 'me' && name !== 'regions',
      });
    },
  });
}

/** What the API is asked for. */
type Asked = Omit<ListFilter, 'on'> & { provider?: number[]; region?: string };

/** A filter as the API takes it: "my services" are those of whoever looks; nothing while they are not known yet. */
export function useAsked({ on, ...filter }: ListFilter): Asked | undefined {
  const viewing = useViewing();
  const signedIn = useSignedIn();
  if (!on) return filter;
  if (!viewing) return signedIn ? undefined : filter;
  const { region, services } = viewing;
  return services?.length && region ? { ...filter, provider: services, region } : filter;
}
