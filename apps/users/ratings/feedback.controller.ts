import { FeedbackChanged, type FeedbackKind } from '#contracts/users/users.events.js';
import {
  type FeedbackEntry,
  ListFeedback,
  listFeedback,
  type RatingsVersion,
  SetFeedback,
  setFeedback,
} from '#contracts/users/users.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { takenAt } from '../documents/film.lists.js';
import { UserChanges } from '../documents/user.changes.js';
import { UserStore } from '../documents/user.store.js';
import { feedbackEntries } from './saved.lists.js';

const SAVED_LIST: Record<FeedbackKind, 'watchlist' | 'notInterested'> = {
  watchlist: 'watchlist',
  'not-interested': 'notInterested',
};

@Controller()
export class FeedbackController {
  constructor(
    private readonly users: UserStore,
    private readonly changes: UserChanges,
  ) {}

  @OnRpc(setFeedback)
  async set({ userId, movieId, kind, on, ...taken }: SetFeedback): Promise<RatingsVersion> {
    const at = takenAt(taken.at);
    const ratingsVersion = await this.changes.make(userId, {
      at,
      writes: [{ list: SAVED_LIST[kind], movieId, ...(on && { value: at }) }],
      event: FeedbackChanged,
      data: (version) => ({ userId, version, changes: [{ movieId, kind, on }] }),
    });
    return { ratingsVersion };
  }

  @OnRpc(listFeedback)
  async list({ userId, kind }: ListFeedback): Promise<FeedbackEntry[]> {
    const user = await this.users.get(userId, SAVED_LIST[kind]);
    return feedbackEntries(user[SAVED_LIST[kind]]);
  }
}
