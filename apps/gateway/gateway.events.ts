import { ListRefreshed, ModelPublished } from '#contracts/recommender/recommender.events.js';
import { ImportProgressed, LimitChanged, TokenEnded, UserDeleted } from '#contracts/users/users.events.js';
import { OnEvent } from '#platform/messaging/on-event.decorator.js';
import { Controller } from '@nestjs/common';
import { DeletedUsers } from './auth/deleted-users.js';
import { OutdatedLimits } from './auth/outdated.limits.js';
import { KeptAnswers } from './kept/kept.answers.js';
import { ListStream } from './recommendations/list.stream.js';
import { ModelFollower } from './recommendations/model.follower.js';
import { PersonalTokens } from './tokens/personal.tokens.js';

/** Events that every gateway process handles. */
@Controller()
export class GatewayEvents {
  constructor(
    private readonly stream: ListStream,
    private readonly deleted: DeletedUsers,
    private readonly models: ModelFollower,
    private readonly tokens: PersonalTokens,
    private readonly outdated: OutdatedLimits,
    private readonly answers: KeptAnswers,
  ) {}

  @OnEvent(ListRefreshed)
  async onListRefreshed(event: ListRefreshed): Promise<void> {
    this.stream.announce(event);
  }

  /** Who looks at a list of the model before is to ask for a new one, and what is similar may be other films. */
  @OnEvent(ModelPublished)
  async onModelPublished({ modelId }: ModelPublished): Promise<void> {
    this.models.serves(modelId);
    this.answers.clear();
  }

  @OnEvent(ImportProgressed)
  async onImportProgressed({ userId, ...progress }: ImportProgressed): Promise<void> {
    this.stream.tell(userId, 'import', progress);
  }

  @OnEvent(UserDeleted)
  async onUserDeleted({ userId }: UserDeleted): Promise<void> {
    this.deleted.add(userId);
    this.tokens.end(userId);
    this.stream.end(userId);
  }

  @OnEvent(LimitChanged)
  async onLimitChanged({ userId, limitVersion }: LimitChanged): Promise<void> {
    this.outdated.add(userId, limitVersion);
    this.tokens.askAnew();
  }

  /** Who listens by another token comes back by itself. */
  @OnEvent(TokenEnded)
  async onTokenEnded({ userId, tokenId }: TokenEnded): Promise<void> {
    this.tokens.end(tokenId);
    this.stream.end(userId);
  }
}
