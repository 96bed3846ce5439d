import { Module } from '@nestjs/common';
import { SchedulesRunner } from './schedules.runner.js';

@Module({ providers: [SchedulesRunner] })
export class SchedulesModule {}
