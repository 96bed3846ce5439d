import { Module } from '@nestjs/common';
import { StoresConsumer } from './stores.consumer.js';

@Module({ controllers: [StoresConsumer] })
export class StoresModule {}
