import { AppError } from '#contracts/protocol/app.error.js';
import { ApiProperty } from '#contracts/protocol/documented.js';
import { SECRET_ID } from '#contracts/users/owned.secret.js';
import {
  Delivery,
  endWebhook,
  FAILURES_UNTIL_OFF,
  listDeliveries,
  listWebhooks,
  MadeWebhook,
  makeWebhook,
  MAX_DELIVERIES,
  MAX_WEBHOOKS,
  NewWebhook,
  TestSent,
  testWebhook,
  Webhook,
} from '#contracts/users/webhooks.rpc.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentUser } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { ShownOnce } from '../idempotency/shown.once.js';
import { NeedsScope } from '../tokens/scope.decorator.js';

class WebhookList {
  @ApiProperty({ type: [Webhook] }) items!: Webhook[];
}

class DeliveryList {
  @ApiProperty({ type: [Delivery] }) items!: Delivery[];
}

const known = (id: string): string => {
  if (!SECRET_ID.test(id)) throw new AppError('entry_not_found', 'There is no such webhook.');
  return id;
};

/** Addresses that are told of my list. */
@ApiTags('me')
@ApiBearerAuth()
@NeedsScope('connect')
@Controller('me/webhooks')
export class WebhooksController {
  constructor(private readonly rpc: RpcClient) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: 'My webhooks, newest first', description: 'Without their secrets.' })
  @ApiOkResponse({ type: WebhookList })
  @ApiProblems(401, 503)
  async list(@CurrentUser() userId: string): Promise<WebhookList> {
    return { items: await this.rpc.call(listWebhooks, { userId }) };
  }

  @Post()
  @ShownOnce()
  @Header('cache-control', 'private, no-store')
  @ApiOperation({
    summary: 'Have an address told of my list',
    description:
      'By POST, signed as Standard Webhooks says. `list.refreshed` comes at most once a minute, `films.new` once for each film. ' +
      `What is not answered by 2xx is tried again a few times; after ${FAILURES_UNTIL_OFF} failures in a row the webhook is ` +
      `switched off. There may be ${MAX_WEBHOOKS}.`,
  })
  @ApiCreatedResponse({ type: MadeWebhook })
  @ApiProblems(400, 401, 409, 503)
  make(@CurrentUser() userId: string, @Body() body: NewWebhook): Promise<MadeWebhook> {
    return this.rpc.call(makeWebhook, { userId, ...body });
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a webhook' })
  @ApiNoContentResponse()
  @ApiProblems(401, 404, 503)
  async end(@CurrentUser() userId: string, @Param('id') id: string): Promise<void> {
    await this.rpc.call(endWebhook, { userId, id: known(id) });
  }

  @Get(':id/deliveries')
  @Header('cache-control', 'private, no-store')
  @ApiOperation({ summary: `The last ${MAX_DELIVERIES} deliveries of a webhook, newest first` })
  @ApiOkResponse({ type: DeliveryList })
  @ApiProblems(401, 404, 503)
  async deliveries(@CurrentUser() userId: string, @Param('id') id: string): Promise<DeliveryList> {
    return { items: await this.rpc.call(listDeliveries, { userId, id: known(id) }) };
  }

  @Post(':id/test')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send a test to a webhook',
    description: 'Once. How it went is in its deliveries; one that arrives switches the webhook on again.',
  })
  @ApiResponse({ status: 202, type: TestSent })
  @ApiProblems(401, 404, 503)
  test(@CurrentUser() userId: string, @Param('id') id: string): Promise<TestSent> {
    return this.rpc.call(testWebhook, { userId, id: known(id) });
  }
}
