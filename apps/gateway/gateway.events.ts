import { ListRefreshed } from '#contracts/recommender.events.js';
import { UserDeleted } from '#contracts/users.events.js';
import { OnEvent } from '#platform/on-event.decorator.js';
import { Controller } from '@nestjs/common';
import { DeletedUsers } from './deleted-users.js';
import { ListStream } from './list.stream.js';

/** What every gateway process hears. */
@Controller()
export class GatewayEvents {
  constructor(
    private readonly stream: ListStream,
    private readonly deleted: DeletedUsers,
  ) {}

  @OnEvent(ListRefreshed)
  async onListRefreshed(event: ListRefreshed): Promise<void> {
    this.stream.announce(event);
  }

  @OnEvent(UserDeleted)
  async onUserDeleted({ userId }: UserDeleted): Promise<void> {
    this.deleted.add(userId);
    this.stream.end(userId);
  }
}
