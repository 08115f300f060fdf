import { refreshList, trainingStatus } from '#contracts/recommender/recommender.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Injectable, Logger } from '@nestjs/common';

/** Users whose lists were asked for; beyond it all are forgotten, and may be asked for once more. */
const MAX_ASKED = 10_000;
const ASK_AGAIN_MS = 10_000;

/** Has a list remade by the model that serves, when somebody looks at one that an earlier model made. */
@Injectable()
export class ModelFollower {
  private readonly log = new Logger(ModelFollower.name);
  private modelId?: string;
  private lookedAt = -Infinity;
  /** By user, the model that their list was asked for of. */
  private readonly asked = new Map<string, string>();

  constructor(private readonly rpc: RpcClient) {}

  /** A model serves from now on. */
  serves(modelId: string): void {
    this.modelId = modelId;
  }

  /** Somebody looks at a list. If another model than the one it was made by serves by now, a new list is asked for, once. */
  seen(userId: string, madeBy: string): void {
    if (this.modelId === undefined) this.lookUp();
    else if (madeBy !== this.modelId && this.asked.get(userId) !== this.modelId)
      this.ask(userId, this.modelId);
  }

  private ask(userId: string, modelId: string): void {
    if (this.asked.size >= MAX_ASKED) this.asked.clear();
    this.asked.set(userId, modelId);
    this.rpc.call(refreshList, { userId }).catch((error: Error) => {
      this.asked.delete(userId);
      this.log.debug(`list of ${userId} not remade: ${error.message}`);
    });
  }

  /** A gateway that has just started has heard of no model yet. */
  private lookUp(): void {
    if (performance.now() - this.lookedAt < ASK_AGAIN_MS) return;
    this.lookedAt = performance.now();
    this.rpc
      .call(trainingStatus, {})
      .then(({ serving }) => (this.modelId ??= serving?.modelId))
      .catch((error: Error) => this.log.debug(`serving model not known: ${error.message}`));
  }
}
