import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { persistently } from '../../http/retry';
import { importProgress } from '../../session/import.progress';
import { tell } from '../changes';
import { answerOf, api, type ImportDecisions } from '../client';

/** Imports that can still be taken back, the latest first. */
export const pastImportsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: async ({ signal }) => (await answerOf(api.GET('/api/v1/me/imports', { signal }))).items,
});

/** Whatever an import may have changed. */
const TOUCHED = [['imports'], ['shelf'], ['seen'], ['taste']];

function useTouched(): () => void {
  const client = useQueryClient();
  return () => {
    tell(client, { kind: 'rate-many', movieIds: [] }, 'made');
    for (const queryKey of TOUCHED) void client.invalidateQueries({ queryKey });
  };
}

/** Carries out what was looked at. */
export function useApply() {
  const touched = useTouched();
  return useMutation({
    mutationFn: ({ importId, decisions }: { importId: string; decisions: ImportDecisions }) => {
      importProgress.set(undefined);
      return persistently((headers) =>
        answerOf(
          api.POST('/api/v1/me/imports/{id}/apply', {
            params: { path: { id: importId } },
            body: decisions,
            headers,
          }),
        ),
      );
    },
    onSettled: touched,
  });
}

export function useUndo() {
  const touched = useTouched();
  return useMutation({
    mutationFn: (importId: string) =>
      persistently((headers) =>
        answerOf(api.DELETE('/api/v1/me/imports/{id}', { params: { path: { id: importId } }, headers })),
      ),
    onSettled: touched,
  });
}
