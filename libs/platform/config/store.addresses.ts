/** The addresses in a variable that may name several nodes of a store, one after the other with commas between. */
export function addressesIn(urls: string): string[] {
  // A comma may be part of a password; only before another address does it separate.
  return urls.split(/,(?=\w+:\/\/)/);
}
