import { AppError } from '#contracts/protocol/app.error.js';

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Works on one batch per key at a time, in order of arrival: what arrives while a batch is worked on makes up the next
 * one. Keys do not wait for each other.
 */
export class BatchLines<Item, Result> {
  private readonly lines = new Map<string, Waiting<Item, Result>[]>();

  /**
   * @param work     answers each item of a batch, in their order; an error in an item's place is that item's alone
   * @param weight   of an item; a batch has items of `heaviest` together at most, or one
   * @param longest  how many items wait for one key at most
   */
  constructor(
    private readonly work: (key: string, items: Item[]) => Promise<(Result | Error)[]>,
    private readonly weight: (item: Item) => number,
    private readonly heaviest: number,
    private readonly longest: number,
  ) {}

  /** @throws AppError `service_unavailable` when too many wait already */
  submit(key: string, item: Item): Promise<Result> {
    return this.submitAll(key, [item])[0];
  }

  /** Items that are to be one batch, if they may. @throws as submit, each for itself */
  submitAll(key: string, items: readonly Item[]): Promise<Result>[] {
    const line = this.lines.get(key) ?? [];
    const promises = items.map((item) => {
      if (line.length >= this.longest)
        return Promise.reject(new AppError('service_unavailable', 'Too many changes wait. Try again soon.'));
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      line.push({ item, resolve, reject });
      return promise;
    });
    if (!this.lines.has(key)) void this.run(key, line);
    return promises;
  }

  /** Keys that are worked on. */
  get size(): number {
    return this.lines.size;
  }

  private async run(key: string, line: Waiting<Item, Result>[]): Promise<void> {
    this.lines.set(key, line);
    while (line.length > 0) {
      const batch = line.splice(0, this.batchOf(line));
      try {
        const results = await this.work(
          key,
          batch.map(({ item }) => item),
        );
        batch.forEach(({ resolve, reject }, i) => {
          const result = results[i];
          if (result instanceof Error) reject(result);
          else resolve(result);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.lines.delete(key);
  }

  /** @returns how many items from the front of the line make up a batch */
  private batchOf(line: Waiting<Item, Result>[]): number {
    let together = 0;
    const end = line.findIndex(({ item }) => (together += this.weight(item)) > this.heaviest);
    return end < 0 ? line.length : Math.max(1, end);
  }
}
