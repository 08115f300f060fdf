import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';
import { ConnectionsController } from './connections.controller.js';
import { Connections } from './connections.js';
import { Plays } from './plays.js';

/** Media servers, and what was watched on them. */
@Module({
  imports: [DocumentsModule],
  controllers: [ConnectionsController],
  providers: [Connections, Plays],
})
export class ConnectionsModule {}
