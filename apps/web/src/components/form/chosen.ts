import { startTransition, useOptimistic } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

/**
 * What somebody chose, which stands in the address. A choice shows at once, and the next one builds on it, though the address
 * follows only when the whole page has: a control must not look as it was before for so long.
 */
export function useChosen(): [chosen: URLSearchParams, choose: (next: URLSearchParams) => void] {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [chosen, setChosen] = useOptimistic(search);
  const choose = (next: URLSearchParams) =>
    startTransition(async () => {
      setChosen(next);
      await navigate({ search: next.toString() }, { replace: true, preventScrollReset: true });
    });
  return [chosen, choose];
}
