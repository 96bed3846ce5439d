import { Module } from '@nestjs/common';
import { ChainsModule } from '../chains/chains.module.js';
import { InvoicesModule } from '../invoices/invoices.module.js';
import { CheckoutController } from './checkout.controller.js';
import { LiveCheckouts } from './live-checkouts.runner.js';
import { PayWithTestWallet } from './pay-with-test-wallet.js';
import { ReadCheckout } from './read-checkout.js';
import { RequestReceipt } from './request-receipt.js';

@Module({
  imports: [ChainsModule, InvoicesModule],
  controllers: [CheckoutController],
  providers: [LiveCheckouts, PayWithTestWallet, ReadCheckout, RequestReceipt],
})
export class CheckoutModule {}
