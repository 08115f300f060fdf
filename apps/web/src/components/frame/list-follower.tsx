import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followList } from '../../session/list.stream';

/** Fetches the list anew whenever the server says that there is a new one. */
export function ListFollower() {
  const client = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    void followList(() => void client.invalidateQueries({ queryKey: ['list'] }), stop.signal);
    return () => stop.abort();
  }, [client]);
  return null;
}
