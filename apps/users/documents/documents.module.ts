import { EnvironmentModule } from '#platform/config/environment.module.js';
import { MessagingModule } from '#platform/messaging/messaging.module.js';
import { mongoModule } from '#platform/stores/mongo.module.js';
import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ImportJournal } from './import.journal.js';
import { ImportDocument, importSchema } from './import.schema.js';
import { LibraryDocument, librarySchema } from './library.schema.js';
import { LibraryStore } from './library.store.js';
import { OutboxRelay } from './outbox.relay.js';
import { UserDocument, userSchema } from './user.schema.js';
import { UserChanges } from './user.changes.js';
import { UserStore } from './user.store.js';

/** The users' documents and the events in them. Starts no recurring work, so commands can use it. */
@Module({
  imports: [
    EnvironmentModule,
    MessagingModule,
    mongoModule('users'),
    MongooseModule.forFeature([
      { name: UserDocument.name, schema: userSchema },
      { name: ImportDocument.name, schema: importSchema },
      { name: LibraryDocument.name, schema: librarySchema },
    ]),
  ],
  providers: [UserStore, UserChanges, OutboxRelay, ImportJournal, LibraryStore],
  exports: [UserStore, UserChanges, OutboxRelay, ImportJournal, LibraryStore],
})
export class DocumentsModule {}
