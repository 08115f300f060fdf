import { Module } from '@nestjs/common';
import { EnvironmentModule } from '../config/environment.module.js';
import { EventPublisher } from './event.publisher.js';
import { RpcClient } from './rpc.client.js';

/** One connection for events and one for calls, however many modules publish and call; each opens at its first use. */
@Module({
  imports: [EnvironmentModule],
  providers: [EventPublisher, RpcClient],
  exports: [EventPublisher, RpcClient],
})
export class MessagingModule {}
