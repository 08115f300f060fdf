import { commandLoggerModule } from '#platform/observability/logging.js';
import { Module } from '@nestjs/common';
import { DocumentsModule } from '../documents/documents.module.js';

/** What `--initdb` needs: no controllers, no recurring work. */
@Module({ imports: [commandLoggerModule('users'), DocumentsModule] })
export class CommandsModule {}
