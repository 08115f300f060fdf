import { useLocation } from 'react-router';

/** Addresses of log-in and registration that lead back to this page, with its filters, once somebody is in. */
export function useEntry(): (page: '/login' | '/register') => string {
  const { pathname, search } = useLocation();
  return (page) => {
    const here = pathname + search;
    if (here === '/') return page;
    // From one to the other, where they lead to stays.
    if (pathname === '/login' || pathname === '/register') return page + search;
    return `${page}?${new URLSearchParams({ next: here })}`;
  };
}
