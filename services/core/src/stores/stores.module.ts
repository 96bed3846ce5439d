import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains/chains.module.js';
import { CreateStore } from './create-store.js';
import { ListStores } from './list-stores.js';
import { StoresConsumer } from './stores.consumer.js';
import { UpdateStore } from './update-store.js';

@Module({
  imports: [ChainsModule],
  controllers: [StoresConsumer],
  providers: [CreateStore, ListStores, UpdateStore],
})
export class StoresModule {}
