import { Module } from '@nestjs/common';
import { ReadTimeline } from './read-timeline.js';
import { TimelineConsumer } from './timeline.consumer.js';
import { TimelineController } from './timeline.controller.js';

@Module({ controllers: [TimelineConsumer, TimelineController], providers: [ReadTimeline] })
export class TimelineModule {}
