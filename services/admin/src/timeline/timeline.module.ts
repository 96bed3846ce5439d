import { Module } from '@nestjs/common';
import { TimelineConsumer } from './timeline.consumer.js';
import { TimelineController } from './timeline.controller.js';

@Module({ controllers: [TimelineConsumer, TimelineController] })
export class TimelineModule {}
