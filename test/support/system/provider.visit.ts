import type { FilmLover } from './film-lover.js';
import type { Person } from '../identity/identity.server.js';

/** A browser as far as cookies go: keeps those it was given, each by its name. */
export class Visit {
  private readonly cookies = new Map<string, string>();

  /** @param origin  of the system */
  constructor(readonly origin: string) {}

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Goes to an address without following where it leads. @returns where that is, or what is there */
  async go(
    address: string,
    init: RequestInit = {},
  ): Promise<{ status: number; location: string; body: unknown }> {
    const url = new URL(address, this.origin);
    const isOurs = url.origin === this.origin;
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(isOurs && { cookie: this.cookie }) },
    });
    if (isOurs) this.keep(answer.headers);
    const text = await answer.text();
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? '',
      body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
    };
  }

  post = (path: string, body: object, token = '') =>
    this.go(`/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });

  /** Signs in on the provider's page. @returns the address it sends back to */
  async at(provider: string, person: Person): Promise<string> {
    const page = new URL(provider);
    for (const [key, value] of Object.entries(person)) page.searchParams.set(key, value as string);
    return (await this.go(page.href)).location;
  }

  /** The whole way, from the log-in page's button. @returns the page it ends on */
  async signIn(person: Person, next = '/'): Promise<string> {
    const { location } = await this.go(`/api/v1/auth/oidc?next=${encodeURIComponent(next)}`);
    return (await this.go(await this.at(location, person))).location;
  }

  /** Trades the refresh cookie for an access token, as the web app does. */
  async logInto(person: FilmLover): Promise<FilmLover> {
    const { body } = await this.post('/auth/refresh', {});
    person.token = (body as { accessToken: string }).accessToken;
    person.cookie = this.cookie;
    return person;
  }

  private keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
