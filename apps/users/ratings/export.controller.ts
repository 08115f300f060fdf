import { exportUser, type UserExport, UserRef } from '#contracts/users/users.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { profileOf } from '../accounts/accounts.js';
import { UserStore } from '../documents/user.store.js';
import { byNewest, feedbackEntries, rewatchDays, seenEntries } from './saved.lists.js';

@Controller()
export class ExportController {
  constructor(private readonly users: UserStore) {}

  @OnRpc(exportUser)
  async export({ userId }: UserRef): Promise<UserExport> {
    const user = await this.users.get(
      userId,
      'email',
      'displayName',
      'registeredAt',
      'viewing',
      'ratings',
      'watchlist',
      'notInterested',
      'seen',
      'rewatches',
    );
    return {
      user: { ...profileOf(user), registeredAt: user.registeredAt.toISOString() },
      ratings: byNewest(user.ratings, user),
      watchlist: feedbackEntries(user.watchlist),
      notInterested: feedbackEntries(user.notInterested),
      seen: seenEntries(user.seen),
      rewatches: rewatchDays(user.rewatches),
    };
  }
}
