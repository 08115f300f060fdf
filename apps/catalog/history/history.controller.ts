import {
  findCandidates,
  FindCandidates,
  matchHistory,
  MatchHistory,
} from '#contracts/catalog/catalog.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { HistoryMatcher } from './history.matcher.js';

@Controller()
export class HistoryController {
  constructor(private readonly matcher: HistoryMatcher) {}

  @OnRpc(matchHistory)
  match({ rows }: MatchHistory) {
    return this.matcher.match(rows);
  }

  @OnRpc(findCandidates)
  candidates({ rows }: FindCandidates) {
    return this.matcher.candidates(rows);
  }
}
