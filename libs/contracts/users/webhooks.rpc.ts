import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsString, MaxLength } from 'class-validator';
import { ApiProperty, ApiPropertyOptional } from '../protocol/documented.js';
import { IsUserId } from '../protocol/fields.js';
import { rpc } from '../protocol/rpc.js';
import { SecretOfUser } from './tokens.rpc.js';
import { UserRef } from './users.rpc.js';

/** Of what a webhook tells: my list is another, at most once a minute; films on it that are new in cinemas, each once. */
export const WEBHOOK_EVENTS = ['list.refreshed', 'films.new'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const MAX_WEBHOOKS = 5;
/** Deliveries that are remembered of a webhook. */
export const MAX_DELIVERIES = 20;
/** Deliveries that failed for good, one after the other, after which a webhook is switched off. */
export const FAILURES_UNTIL_OFF = 10;

export class NewWebhook {
  @IsString()
  @MaxLength(2000)
  @ApiProperty({ format: 'uri', maxLength: 2000, example: 'https://home.example/films' })
  url!: string;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(WEBHOOK_EVENTS, { each: true })
  @ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true, minItems: 1 })
  events!: WebhookEvent[];
}

export class MakeWebhook extends NewWebhook {
  @IsUserId() userId!: string;
}

/** What its owner sees of a webhook. */
export class Webhook extends NewWebhook {
  @ApiProperty({ example: '5f0c1a2b3d4e5f60' }) id!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiPropertyOptional({ format: 'date-time', description: 'when something last arrived' })
  lastUsedAt?: string;
  @ApiPropertyOptional({
    format: 'date-time',
    description: 'since when nothing is sent, after many failures; a test that arrives switches it on again',
  })
  offSince?: string;
}

export class MadeWebhook extends Webhook {
  @ApiProperty({
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    description: 'signs what is sent; shown this once',
  })
  secret!: string;
}

/** Something that was sent, or is to be. */
export class Delivery {
  @ApiProperty({ example: 'msg_3f9a…', description: 'the header `webhook-id`' }) id!: string;
  @ApiProperty({ enum: [...WEBHOOK_EVENTS, 'test'] }) type!: string;
  @ApiProperty({ enum: ['waiting', 'delivered', 'failed'] }) outcome!: 'waiting' | 'delivered' | 'failed';
  @ApiProperty({ format: 'date-time', description: 'of the last try' }) at!: string;
  @ApiProperty({ type: 'integer' }) attempts!: number;
  @ApiPropertyOptional({ type: 'integer', description: 'what the address answered, where it did' })
  status?: number;
  @ApiPropertyOptional({ description: 'why it did not arrive' }) reason?: string;
}

export class TestSent {
  @ApiProperty({ example: 'msg_3f9a…' }) deliveryId!: string;
}

/** Throws `limit_reached`, and `address_refused` for an address that is not allowed. */
export const makeWebhook = rpc('users.make-webhook', MakeWebhook).replies<MadeWebhook>();
/** Newest first. */
export const listWebhooks = rpc('users.list-webhooks', UserRef).replies<Webhook[]>();
/** Throws `entry_not_found`, as those below. */
export const endWebhook = rpc('users.end-webhook', SecretOfUser).replies<null>();
/** Newest first. */
export const listDeliveries = rpc('users.list-deliveries', SecretOfUser).replies<Delivery[]>();
export const testWebhook = rpc('users.test-webhook', SecretOfUser).replies<TestSent>();
