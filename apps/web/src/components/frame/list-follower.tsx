import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followChanges } from '../../api/changes';
import { followList } from '../../session/list.stream';

/** Fetches the list anew whenever the server says that there is a new one, and shows what other tabs change. */
export function ListFollower({ account }: { account: string }) {
  const client = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const outdated = () => {
      void client.invalidateQueries({ queryKey: ['list'] });
      void client.invalidateQueries({ queryKey: ['rows'] });
      void client.invalidateQueries({ queryKey: ['matches'] });
      void client.invalidateQueries({ queryKey: ['why'] });
    };
    followList(account, outdated, stop.signal);
    followChanges(client, account, stop.signal);
    return () => stop.abort();
  }, [client, account]);
  return null;
}
