/**
 * What has ended so recently that an answer from before may still be on its way, or remembered.
 */
export class RecentlyEnded {
  private readonly until = new Map<string, number>();

  /** @param rememberedMs  longer than anything from before is believed */
  constructor(private readonly rememberedMs: number) {}

  add(id: string, now = Date.now()): void {
    // Oldest first, because all are remembered equally long.
    for (const [ended, time] of this.until) {
      if (time > now) break;
      this.until.delete(ended);
    }
    this.until.delete(id);
    this.until.set(id, now + this.rememberedMs);
  }

  has(id: string, now = Date.now()): boolean {
    return (this.until.get(id) ?? 0) > now;
  }
}
