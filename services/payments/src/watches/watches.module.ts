import { Module } from '@nestjs/common';
import { WatchesConsumer } from './watches.consumer.js';

@Module({ controllers: [WatchesConsumer] })
export class WatchesModule {}
