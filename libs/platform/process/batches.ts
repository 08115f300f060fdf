/** Every key's result; nothing where there are none. */
type Results<Result> = Result extends void ? void : ReadonlyMap<string, Result>;

interface Waiting<Item, Result> {
  items: Item[];
  done: PromiseWithResolvers<Result>;
}

/**
 * Works on batches of keys, one batch at a time. What is submitted while a batch runs makes up the next ones, key by
 * key in the order in which they came: a flood of items for few keys costs few batches, and a single one does not wait. Where
 * nobody waits for the results, a rest between two batches makes them fewer still.
 */
export class Batches<Item, Result> {
  private readonly waiting = new Map<string, Waiting<Item, Result>>();
  private waitingItems = 0;
  private running?: Promise<void>;
  private working = false;
  /** Ends the rest. */
  private wake?: () => void;

  /**
   * @param work     when it fails for several keys, it is asked again for each alone
   * @param maxKeys  of one batch
   * @param restMs   from one batch to the next, unless as many items wait as a batch may have keys
   */
  constructor(
    private readonly work: (batch: ReadonlyMap<string, readonly Item[]>) => Promise<Results<Result>>,
    private readonly maxKeys: number,
    private restMs = 0,
  ) {}

  /** @returns the result of the batch that knew of `items`; rejects when that failed for this key */
  submit(key: string, ...items: Item[]): Promise<Result> {
    let entry = this.waiting.get(key);
    if (!entry) this.waiting.set(key, (entry = { items: [], done: Promise.withResolvers<Result>() }));
    entry.items.push(...items);
    this.waitingItems += items.length;
    this.running ??= this.run();
    if (this.waitingItems >= this.maxKeys) this.wake?.();
    return entry.done.promise;
  }

  /** Items that no batch has taken yet. */
  get size(): number {
    return this.waitingItems;
  }

  /** Whether nothing waits or is worked on. */
  get isIdle(): boolean {
    return this.waiting.size === 0 && !this.working;
  }

  /** Rests no longer, and waits for what has been submitted. Never rejects. */
  async finish(): Promise<void> {
    this.restMs = 0;
    this.wake?.();
    await this.running;
  }

  private async run(): Promise<void> {
    // What is submitted in the same turn belongs together.
    await Promise.resolve();
    while (this.waiting.size > 0) {
      this.working = true;
      await this.settle(this.take());
      this.working = false;
      if (this.restMs > 0 && this.waitingItems < this.maxKeys) await this.rest();
    }
    this.running = undefined;
  }

  private async rest(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.wake = resolve;
    const timer = setTimeout(resolve, this.restMs).unref();
    await promise;
    clearTimeout(timer);
    this.wake = undefined;
  }

  private take(): Map<string, Waiting<Item, Result>> {
    const batch = new Map<string, Waiting<Item, Result>>();
    for (const [key, entry] of this.waiting) {
      if (batch.size === this.maxKeys) break;
      batch.set(key, entry);
      this.waiting.delete(key);
      this.waitingItems -= entry.items.length;
    }
    return batch;
  }

  private async settle(batch: ReadonlyMap<string, Waiting<Item, Result>>): Promise<void> {
    try {
      const results = await this.work(new Map([...batch].map(([key, { items }]) => [key, items])));
      for (const [key, { done }] of batch) done.resolve(results?.get(key) as Result);
    } catch (error) {
      if (batch.size === 1) for (const { done } of batch.values()) done.reject(error);
      else await Promise.all([...batch].map((one) => this.settle(new Map([one]))));
    }
  }
}
