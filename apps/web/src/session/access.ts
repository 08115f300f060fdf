/** An access token, whose it is, and until when. */
export interface Access {
  token: string;
  account: string;
  /** By this machine's clock. */
  expiresAt: number;
}

/** So long before its end a token is as good as none. */
const EARLY_MS = 20_000;

/** @param expiresIn  seconds */
export function accessOf(token: string, expiresIn: number): Access {
  return { token, account: ownerOf(token), expiresAt: Date.now() + expiresIn * 1000 };
}

export const isFresh = ({ expiresAt }: Access) => expiresAt - Date.now() >= EARLY_MS;

/** The subject of a JSON Web Token, unchecked: the server checks it. */
function ownerOf(token: string): string {
  const payload = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  return (JSON.parse(atob(payload)) as { sub: string }).sub;
}
