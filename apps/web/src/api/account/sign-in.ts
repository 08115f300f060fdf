import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../client';

/** How one can sign in here. */
export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/auth/ways', { signal })),
  staleTime: 5 * 60_000,
});

/** How I can. */
export const mySignInQuery = queryOptions({
  queryKey: ['sign-in'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/me/sign-in', { signal })),
});

/** The account whose password the way back from the provider waits for. */
export const waitingLinkQuery = queryOptions({
  queryKey: ['waiting-link'],
  queryFn: ({ signal }) => answerOf(api.GET('/api/v1/auth/oidc/link', { signal })),
  retry: false,
  gcTime: 0,
});

const leave = ({ address }: { address: string }) => window.location.assign(address);

/** Goes to the provider's page, and comes back to the account page. */
export const beginLink = async (password: string) =>
  leave(await answerOf(api.POST('/api/v1/me/sign-in', { body: { password } })));

export function useSignInAgain() {
  return useMutation({
    mutationFn: async () => leave(await answerOf(api.POST('/api/v1/me/sign-in/confirmation'))),
  });
}

export function useUnlink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/v1/me/sign-in')),
    onSettled: () => client.invalidateQueries({ queryKey: mySignInQuery.queryKey }),
  });
}
