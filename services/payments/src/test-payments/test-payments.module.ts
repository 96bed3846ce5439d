import { Module } from '@nestjs/common';
import { TestPaymentsConsumer } from './test-payments.consumer.js';

@Module({ controllers: [TestPaymentsConsumer] })
export class TestPaymentsModule {}
