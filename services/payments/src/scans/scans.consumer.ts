import { Controller, Inject } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { DATABASE, Database } from '@sixpence/postgres';
import { chainStatuses, type ResponseOf } from '@sixpence/schemas';
import { ChainScans } from './chain-scans.runner.js';
import { tellStatuses } from './tell-statuses.js';

@Controller()
export class ScansConsumer {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    private readonly scans: ChainScans,
  ) {}

  @MessagePattern(chainStatuses.type)
  async status(): Promise<ResponseOf<typeof chainStatuses>> {
    return { data: await tellStatuses(this.db, this.scans.chains) };
  }
}
