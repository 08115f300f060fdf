import { MovieCards } from '#lists/movie.cards.js';
import { chunksOf } from '#platform/process/chunks.js';
import { Injectable, Logger } from '@nestjs/common';
import { CurrentModel, type Model } from '../model/current.model.js';
import { MovieCatalogue } from '../profiles/movie.catalogue.js';

/** Few enough that making them holds the event loop for some milliseconds only. */
const CARDS_AT_ONCE = 500;

/** Keeps the shared copy of the movies' cards in step with the catalogue and with how movies are rated. */
@Injectable()
export class CardWriter {
  private readonly log = new Logger(CardWriter.name);
  /** The model whose rating figures all cards have; none when something could not be written. */
  private completeFor?: Model;
  private writing?: Promise<void>;

  constructor(
    private readonly catalogue: MovieCatalogue,
    private readonly current: CurrentModel,
    private readonly cards: MovieCards,
  ) {}

  /** Movies changed, or are gone. Never fails: what Redis did not take is written with the next list. */
  async write(movieIds: readonly string[]): Promise<void> {
    const isKnown = (id: string) => this.catalogue.get(id) !== undefined;
    try {
      for (const some of chunksOf(movieIds, CARDS_AT_ONCE))
        await this.cards.write(some.filter(isKnown).map((id) => this.catalogue.listedCard(id)));
      await this.cards.remove(movieIds.filter((id) => !isKnown(id)));
    } catch (error) {
      this.completeFor = undefined;
      this.log.warn(`cards not written: ${(error as Error).message}`);
    }
  }

  /**
   * Makes sure that a list which is stored now can be shown: writes the cards that differ when another model serves, or
   * when Redis was emptied or away. @throws when it is away now
   */
  async ensure(): Promise<void> {
    const model = this.current.peek();
    if (this.completeFor === model && (await this.cards.exist())) return;
    this.completeFor = model;
    await (this.writing ??= this.write(this.catalogue.ids()).finally(() => (this.writing = undefined)));
  }
}
