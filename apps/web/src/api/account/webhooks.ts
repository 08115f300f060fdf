import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../client';
import type { components } from '../../http/schema';

export type Webhook = components['schemas']['Webhook'];
export type NewWebhook = components['schemas']['NewWebhook'];

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: async ({ signal }) => (await answerOf(api.GET('/api/v1/me/webhooks', { signal }))).items,
});

/** Looked at again while something is under way. */
export const deliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: async ({ signal }) =>
      (await answerOf(api.GET('/api/v1/me/webhooks/{id}/deliveries', { params: { path: { id } }, signal })))
        .items,
    refetchInterval: 3000,
  });

/** Not sent again by itself: a repeat makes another webhook. */
export function useMakeWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewWebhook) => answerOf(api.POST('/api/v1/me/webhooks', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
    gcTime: 0,
  });
}

export function useTestWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.POST('/api/v1/me/webhooks/{id}/test', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  });
}

export function useEndWebhook() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answerOf(api.DELETE('/api/v1/me/webhooks/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  });
}
