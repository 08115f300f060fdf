import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rpc } from '#contracts/protocol/rpc.js';
import { projectRoot } from '#platform/config/project-root.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import { Ajv, type ValidateFunction } from 'ajv';

const schemas = join(projectRoot(), 'libs', 'contracts', 'schemas', 'current.json');

/** Calls a service and refuses a reply that is not what callers are compiled against: one schema for both sides. */
export class CheckedRpcClient extends RpcClient {
  private readonly checks = new Map<string, ValidateFunction>();

  override async call<Request extends object, Reply>(
    call: Rpc<Request, Reply>,
    request: Request,
    timeoutMs?: number,
  ): Promise<Reply> {
    const reply = await super.call(call, request, timeoutMs);
    const check = this.check(call.name);
    if (!check(reply)) throw new Error(`the reply to ${call.name}: ${JSON.stringify(check.errors)}`);
    return reply;
  }

  private check(name: string): ValidateFunction {
    let check = this.checks.get(name);
    if (!check) {
      const { replies } = JSON.parse(readFileSync(schemas, 'utf8')) as { replies: Record<string, object> };
      this.checks.set(name, (check = new Ajv({ strict: false }).compile(replies[name])));
    }
    return check;
  }
}
