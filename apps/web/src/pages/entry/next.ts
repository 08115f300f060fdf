/** Only ever a path of this app: an address from elsewhere must not decide where a log-in leads. */
export const nextOf = (search: URLSearchParams) => pathOf(search.get('next'));

export const pathOf = (next: string | null) => (next && /^\/(?![/\\])/.test(next) ? next : '/');
