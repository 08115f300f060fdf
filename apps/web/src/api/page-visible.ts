import { useSyncExternalStore } from 'react';

function follow(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** Whether somebody can see this tab. */
export const useIsPageVisible = () =>
  useSyncExternalStore(follow, () => document.visibilityState === 'visible');
