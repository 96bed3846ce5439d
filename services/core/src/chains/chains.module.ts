import { Module } from '@nestjs/common';
import { ChainStatuses } from './chain-statuses.client.js';
import { ServedChains } from './served-chains.provider.js';

@Module({ providers: [ChainStatuses, ServedChains], exports: [ChainStatuses, ServedChains] })
export class ChainsModule {}
