import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { JellyfinClient } from './jellyfin.client.js';
import { LibrariesController } from './libraries.controller.js';
import { LibraryRefresher } from './library.refresher.js';
import { SealedTokens } from './sealed.tokens.js';

/** What people have on servers of their own. */
@Module({
  imports: [EnvironmentModule, MessagingModule, DocumentsModule],
  controllers: [LibrariesController],
  providers: [JellyfinClient, SealedTokens, LibraryRefresher],
})
export class LibrariesModule {}
