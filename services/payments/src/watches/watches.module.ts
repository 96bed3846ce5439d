import { Module } from '@nestjs/common';
import { ScansModule } from '../scans/scans.module.js';
import { WatchesConsumer } from './watches.consumer.js';

@Module({ imports: [ScansModule], controllers: [WatchesConsumer] })
export class WatchesModule {}
