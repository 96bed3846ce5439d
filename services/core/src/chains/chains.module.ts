import { Module } from '@nestjs/common';
import { ChainStatuses } from './chain-statuses.js';
import { ServedChains } from './served-chains.js';

@Module({ providers: [ChainStatuses, ServedChains], exports: [ChainStatuses, ServedChains] })
export class ChainsModule {}
