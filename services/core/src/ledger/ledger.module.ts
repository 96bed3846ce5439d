import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { LedgerController } from './ledger.controller.js';
import { ListJournals } from './list-journals.js';

/** The books. They are written by `ChangeInvoice` alone, in the transaction of what they tell of. */
@Module({ imports: [ApiKeysModule], controllers: [LedgerController], providers: [ListJournals] })
export class LedgerModule {}
