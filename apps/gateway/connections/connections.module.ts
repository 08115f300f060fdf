import { ReadyListsModule } from '#lists/ready-lists.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { MoviesModule } from '../movies/movies.module.js';
import { ThrottleModule } from '../throttle/throttle.module.js';
import { ConnectionsController } from './connections.controller.js';
import { HooksController } from './hooks.controller.js';
import { InboxController } from './inbox.controller.js';
import { LibraryController } from './library.controller.js';
import { Watched } from './watched.js';
import { WebhooksController } from './webhooks.controller.js';

/** Media servers connected, what they send, and what waits to be asked. */
@Module({
  imports: [MessagingModule, ReadyListsModule, MoviesModule, ThrottleModule],
  controllers: [
    ConnectionsController,
    HooksController,
    InboxController,
    LibraryController,
    WebhooksController,
  ],
  providers: [Watched],
})
export class ConnectionsModule {}
