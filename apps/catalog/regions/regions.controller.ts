import { listRegions, Nothing, type Region } from '#contracts/catalog/catalog.rpc.js';
import { OnRpc } from '#platform/messaging/on-rpc.decorator.js';
import { Controller } from '@nestjs/common';
import { RegionServices } from './region.services.js';

@Controller()
export class RegionsController {
  constructor(private readonly regions: RegionServices) {}

  @OnRpc(listRegions)
  list(_request: Nothing): Promise<Region[]> {
    return this.regions.list();
  }
}
