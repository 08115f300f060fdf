import { RatingsChanged, RatingsImported, UserDeleted } from '#contracts/users/users.events.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { Controller } from '@nestjs/common';
import { BackgroundWork } from './background.work.js';
import { RatingProjection } from './ratings/rating.projection.js';

@Controller()
export class RatingsConsumer {
  constructor(
    private readonly projection: RatingProjection,
    private readonly background: BackgroundWork,
  ) {}

  @OnEvent(RatingsChanged)
  async onRatingsChanged(event: RatingsChanged): Promise<void> {
    await this.projection.record(event);
    this.background.ratingsChanged();
  }

  @OnEvent(RatingsImported)
  async onRatingsImported(event: RatingsImported): Promise<void> {
    await this.projection.record(event);
    this.background.ratingsChanged();
  }

  @OnEvent(UserDeleted)
  async onUserDeleted({ userId }: UserDeleted): Promise<void> {
    await this.projection.deleteUser(userId);
    this.background.ratingsChanged();
  }
}
