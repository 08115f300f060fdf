/**
 * Works on one batch per key at a time; items submitted while a batch runs make up the next one, so a
 * burst costs two runs however long it is. Keys do not wait for each other.
 */
export class Coalescer<Item> {
  private readonly waiting = new Map<string, { items: Item[]; done: Promise<void> }>();
  private readonly last = new Map<string, Promise<void>>();

  constructor(private readonly work: (key: string, items: Item[]) => Promise<void>) {}

  /** @returns when a run that knew of `items` has ended; rejects when that run failed */
  submit(key: string, ...items: Item[]): Promise<void> {
    const next = this.waiting.get(key);
    if (next) {
      next.items.push(...items);
      return next.done;
    }
    const before = this.last.get(key) ?? Promise.resolve();
    const run = async () => {
      this.waiting.delete(key);
      await this.work(key, items);
    };
    const done = before.then(run, run).finally(() => {
      if (this.last.get(key) === done) this.last.delete(key);
    });
    this.waiting.set(key, { items, done });
    this.last.set(key, done);
    return done;
  }

  /** Keys that are running or waiting. */
  get size(): number {
    return this.last.size;
  }
}
