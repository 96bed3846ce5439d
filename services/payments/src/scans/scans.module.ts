import { Module } from '@nestjs/common';
import { ChainScans } from './chain-scans.runner.js';
import { ScansConsumer } from './scans.consumer.js';

@Module({ controllers: [ScansConsumer], providers: [ChainScans] })
export class ScansModule {}
