import { RatingsChanged, RatingsImported, UserDeleted } from '#contracts/users/users.events.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { Controller } from '@nestjs/common';
import { BackgroundWork } from './background.work.js';
import { RatingBook } from './ratings/rating.projection.js';

@Controller()
export class RatingsConsumer {
  constructor(
    private readonly book: RatingBook,
    private readonly background: BackgroundWork,
  ) {}

  @OnEvent(RatingsChanged)
  async onRatingsChanged(event: RatingsChanged): Promise<void> {
    await this.book.record(event);
    this.background.ratingsChanged();
  }

  @OnEvent(RatingsImported)
  async onRatingsImported(event: RatingsImported): Promise<void> {
    await this.book.record(event);
    this.background.ratingsChanged();
  }

  @OnEvent(UserDeleted)
  async onUserDeleted({ userId }: UserDeleted): Promise<void> {
    await this.book.forget(userId);
    this.background.ratingsChanged();
  }
}
