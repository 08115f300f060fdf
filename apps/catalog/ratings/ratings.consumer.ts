import { RatingsChanged, RatingsImported, UserDeleted } from '#contracts/users/users.events.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { Controller } from '@nestjs/common';
import { RatingProjection } from './rating.projection.js';
import { RatingUpdates } from './rating.updates.js';

@Controller()
export class RatingsConsumer {
  constructor(
    private readonly projection: RatingProjection,
    private readonly updates: RatingUpdates,
  ) {}

  @OnEvent(RatingsChanged)
  async onRatingsChanged(event: RatingsChanged): Promise<void> {
    await this.projection.record(event);
    this.updates.ratingsChanged();
  }

  @OnEvent(RatingsImported)
  async onRatingsImported(event: RatingsImported): Promise<void> {
    await this.projection.record(event);
    this.updates.ratingsChanged();
  }

  @OnEvent(UserDeleted)
  async onUserDeleted({ userId }: UserDeleted): Promise<void> {
    await this.projection.deleteUser(userId);
    this.updates.ratingsChanged();
  }
}
