import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { ChainsModule } from '../chains/chains.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { RatesModule } from '../rates/rates.module.js';
import { ApplyPayment } from './apply-payment.js';
import { CancelInvoice } from './cancel-invoice.js';
import { ChangeInvoice } from './change-invoice.js';
import { CreateInvoice } from './create-invoice.js';
import { ExpireInvoices } from './expire-invoices.js';
import { InvoicesConsumer } from './invoices.consumer.js';
import { InvoicesController } from './invoices.controller.js';
import { ListInvoices } from './list-invoices.js';
import { ReadInvoice } from './read-invoice.js';
import { ShowInvoices } from './show-invoices.js';
import { UpdateMetadata } from './update-metadata.js';
import { WriteInvoices } from './write-invoices.js';

@Module({
  imports: [ApiKeysModule, ChainsModule, IdempotencyModule, RatesModule],
  controllers: [InvoicesController, InvoicesConsumer],
  providers: [
    ApplyPayment,
    CancelInvoice,
    ChangeInvoice,
    CreateInvoice,
    ExpireInvoices,
    ListInvoices,
    ReadInvoice,
    ShowInvoices,
    UpdateMetadata,
    WriteInvoices,
  ],
  exports: [CancelInvoice, ReadInvoice],
})
export class InvoicesModule {}
