/**
 * Something a command needs cannot be had: a package, a free port, the network.
 * The message is one line that names what is missing and what to do; it is shown without a stack.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** The message of anything thrown, on one line. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/\s+/g, ' ').trim();
}
