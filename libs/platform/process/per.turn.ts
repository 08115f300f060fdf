/**
 * Handles things in order of arrival, at most so many in one turn of the event loop, so that a burst of them holds nobody up:
 * what else has come gets its turn in between. Few at a time are handled at once.
 */
export class PerTurn<Item> {
  private handled = 0;
  private readonly waiting: Item[] = [];

  constructor(
    private readonly most: number,
    private readonly handle: (item: Item) => void,
  ) {}

  take(item: Item): void {
    if (this.handled === 0) setImmediate(() => this.goOn());
    if (this.handled === this.most) {
      this.waiting.push(item);
      return;
    }
    this.handled += 1;
    this.handle(item);
  }

  private goOn(): void {
    this.handled = 0;
    for (const item of this.waiting.splice(0, this.most)) this.take(item);
  }
}
