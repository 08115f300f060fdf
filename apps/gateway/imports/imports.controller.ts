import { AppError } from '#contracts/protocol/app.error.js';
import { validated } from '#contracts/protocol/validation.js';
import { IsImportId } from '#contracts/protocol/fields.js';
import { listImports, undoImport } from '#contracts/users/imports.rpc.js';
import { ownerOf } from '#lists/list.key.js';
import { PendingChanges } from '#lists/pending.changes.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { momentTaken } from '../me/moment.taken.js';
import { ImportThrottle } from '../throttle/throttle.guards.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { historyText } from '../language/history.texts.js';
import { type Language, ReadBy, type Reader, ReaderLanguage } from '../language/language.js';
import { HistoryImport } from './history.import.js';
import { ImportPreviews } from './import.previews.js';
import { ImportDecisions, ImportLook, ImportResult, Mapping, PastImports } from './import.responses.js';
import type { ChunkSaved } from './import.saving.js';
import { uploadedFile } from './uploaded.file.js';

const UNDO_TIMEOUT_MS = 60_000;
const WHAT_IS_READ =
  'Understands the exports of Letterboxd, IMDb, Trakt, Simkl, TMDB, Movary, Ryot, Yamtrack, Criticker, MyAnimeList, MovieLens ' +
  'and this API, also as the archives they come in, in any usual encoding; at most 20,000 rows a file and 10 MB.';
const FILE = { type: 'string', format: 'binary' };

class ImportParams {
  @IsImportId() id!: string;
}

/** Histories of other services. A save is marked in Redis at once, so that no list shows what was just rated. */
@ApiTags('me')
@ApiBearerAuth()
@Controller('me')
export class ImportsController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly pending: PendingChanges,
    private readonly history: HistoryImport,
    private readonly previews: ImportPreviews,
  ) {}

  @Post('imports')
  @Header('vary', 'Accept-Language')
  @NeedsScope('import')
  @UseGuards(ImportThrottle)
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      properties: {
        mapping: { type: 'string', description: 'a Mapping as JSON; before the file' },
        user: { type: 'string', description: 'of a data set of many people: whose rows; before the file' },
        file: FILE,
      },
      required: ['file'],
    },
  })
  @ApiOperation({
    summary: 'Look at a history before importing it',
    description: `${WHAT_IS_READ} Changes nothing. A table of no known kind answers with its columns, for a mapping.`,
  })
  @ApiCreatedResponse({ type: ImportLook })
  @ApiProblems(400, 401, 413, 503)
  async look(
    @CurrentUser() userId: string,
    @Req() request: FastifyRequest,
    @ReadBy() { language, films }: Reader,
  ): Promise<ImportLook> {
    const { file, name, fields } = await uploadedFile(request);
    const { user } = fields;
    const look = await this.previews.look(userId, file, {
      name,
      mapping: mappingOf(fields.mapping),
      ...(user && { user }),
      films,
    });
    return told(look, language);
  }

  @Post('imports/:id/apply')
  @Header('vary', 'Accept-Language')
  @NeedsScope('import')
  @UseGuards(ImportThrottle)
  @HttpCode(200)
  @ApiOperation({
    summary: 'Import what I looked at',
    description:
      'Its progress comes as the event `import` of GET /me/recommendations/stream: `{importId, done, total}`. After a 503 some of it ' +
      'may be saved: the same request again does the rest.',
  })
  @ApiOkResponse({ type: ImportResult })
  @ApiProblems(400, 401, 404, 503)
  async apply(
    @CurrentUser() userId: string,
    @Param() { id }: ImportParams,
    @Body() decisions: ImportDecisions,
    @ReaderLanguage() language: Language,
  ): Promise<ImportResult> {
    return told(await this.previews.apply(userId, id, decisions, this.noting(userId)), language);
  }

  @Get('imports')
  @NeedsScope('import')
  @ApiOperation({ summary: 'My imports that can still be taken back, the latest first' })
  @ApiOkResponse({ type: PastImports })
  @ApiProblems(401, 503)
  async list(@CurrentUser() userId: string): Promise<PastImports> {
    return { items: await this.rpc.call(listImports, { userId }) };
  }

  @Delete('imports/:id')
  @NeedsScope('import')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Take a whole import back, within 30 days',
    description: 'What was there before is there again. What I changed since stays.',
  })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 404, 503)
  async undo(@CurrentUser() userId: string, @Param() { id }: ImportParams): Promise<void> {
    const request = { userId, importId: id, at: momentTaken() };
    const { ratingsVersion } = await this.rpc.call(undoImport, request, UNDO_TIMEOUT_MS);
    await this.noting(userId)(ratingsVersion, []);
  }

  @Post('ratings/import')
  @Header('vary', 'Accept-Language')
  @NeedsScope('import')
  @UseGuards(ImportThrottle)
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', properties: { file: FILE }, required: ['file'] } })
  @ApiOperation({
    summary: 'Import my history from a file, without looking first',
    description:
      `${WHAT_IS_READ} Where both sides have a rating, the newer stands. A file that is refused changes nothing. After a 503 some ` +
      'of it may be saved, as the answer says: send the same file again for the rest.',
  })
  @ApiOkResponse({ type: ImportResult })
  @ApiProblems(400, 401, 413, 503)
  async import(
    @CurrentUser() userId: string,
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
  ): Promise<ImportResult> {
    const { file, name } = await uploadedFile(request);
    return told(await this.history.import(userId, file, name, this.noting(userId)), language);
  }

  private noting(userId: string): ChunkSaved {
    return (version, movieIds) => this.pending.noteSaved(ownerOf(userId), version, movieIds);
  }
}

/** With the reasons of rows that were left out in the reader's language. */
function told<Answer extends Pick<ImportResult, 'refused'> & { unmatched: { why: string }[] }>(
  answer: Answer,
  language: Language,
): Answer {
  const inWords = <Row extends { why: string }>(row: Row) => ({
    ...row,
    why: historyText(row.why, language),
  });
  return { ...answer, refused: answer.refused.map(inWords), unmatched: answer.unmatched.map(inWords) };
}

/** @throws AppError `validation_failed` */
function mappingOf(text: string | undefined): Mapping | undefined {
  if (text === undefined) return undefined;
  try {
    return validated(Mapping, JSON.parse(text) as object);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const message = 'mapping must be JSON';
    throw new AppError('validation_failed', message, [{ path: 'mapping', message }], { cause: error });
  }
}
