/** A server that may be deaf while its process runs. */
export interface Consumer {
  /** The queue, as an operator calls it. */
  name: string;
  /** Whether a process that is deaf to it is of no use. */
  needed: boolean;
  /** Why it hears nothing now; undefined while it consumes. */
  problem(): string | undefined;
}

/** All of this process; a server adds itself when it begins and leaves when it ends. */
export const consumers = new Set<Consumer>();
