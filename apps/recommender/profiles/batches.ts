interface Waiting<Item, Result> {
  items: Item[];
  done: PromiseWithResolvers<Result>;
}

/**
 * Works on batches of keys, one batch at a time. What is submitted while a batch runs makes up the next ones, key by
 * key in the order in which they came: a flood of items for few keys costs few batches, and a single one does not wait.
 */
export class Batches<Item, Result> {
  private readonly waiting = new Map<string, Waiting<Item, Result>>();
  private waitingItems = 0;
  private running = false;

  /**
   * @param work     gives every key's result; when it fails for several keys, it is asked again for each alone
   * @param maxKeys  of one batch
   */
  constructor(
    private readonly work: (
      batch: ReadonlyMap<string, readonly Item[]>,
    ) => Promise<ReadonlyMap<string, Result>>,
    private readonly maxKeys: number,
  ) {}

  /** @returns the result of the batch that knew of `items`; rejects when that failed for this key */
  submit(key: string, ...items: Item[]): Promise<Result> {
    let entry = this.waiting.get(key);
    if (!entry) this.waiting.set(key, (entry = { items: [], done: Promise.withResolvers<Result>() }));
    entry.items.push(...items);
    this.waitingItems += items.length;
    if (!this.running) void this.run();
    return entry.done.promise;
  }

  /** Items that no batch has taken yet. */
  get size(): number {
    return this.waitingItems;
  }

  private async run(): Promise<void> {
    this.running = true;
    // What is submitted in the same turn belongs together.
    await Promise.resolve();
    while (this.waiting.size > 0) await this.settle(this.take());
    this.running = false;
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
      for (const [key, { done }] of batch) done.resolve(results.get(key)!);
    } catch (error) {
      if (batch.size === 1) for (const { done } of batch.values()) done.reject(error);
      else await Promise.all([...batch].map((one) => this.settle(new Map([one]))));
    }
  }
}
