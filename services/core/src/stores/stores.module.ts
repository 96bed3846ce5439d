import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains/chains.module.js';
import { CreateStore } from './create-store.js';
import { ListStores } from './list-stores.js';
import { StoresConsumer } from './stores.consumer.js';

@Module({ imports: [ChainsModule], controllers: [StoresConsumer], providers: [CreateStore, ListStores] })
export class StoresModule {}
