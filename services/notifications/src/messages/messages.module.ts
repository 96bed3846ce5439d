import { Module } from '@nestjs/common';
import { MessagesConsumer } from './messages.consumer.js';

@Module({ controllers: [MessagesConsumer] })
export class MessagesModule {}
