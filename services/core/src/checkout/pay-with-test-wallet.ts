import { Injectable } from '@nestjs/common';
import { BusClient } from '@sixpence/event-bus';
import { formatUnits } from '@sixpence/money';
import { DomainError, sendTestPayment } from '@sixpence/schemas';
import { dueUnits } from './checkout-object.js';
import { ReadCheckout } from './read-checkout.js';

/** Has the dev chain's own wallet pay what is still due. A real transaction, on a chain where money is worth nothing. */
@Injectable()
export class PayWithTestWallet {
  constructor(
    private readonly bus: BusClient,
    private readonly readCheckout: ReadCheckout,
  ) {}

  /** Gives the transaction. Throws `invoice_not_found`, and `test_payment_unavailable` elsewhere than on a dev chain. */
  async run(invoiceId: string, methodId: string): Promise<string> {
    const { row, view } = await this.readCheckout.run(invoiceId);
    const method = row.methods.find(({ id }) => id === methodId);
    if (!method) {
      throw new DomainError('unknown_asset', 'The invoice has no such payment method', { field: 'methodId' });
    }
    if (!view.testWallet) throw new DomainError('test_payment_unavailable', 'This is no dev chain');
    const due = dueUnits(row, method);
    if (due === 0n) throw new DomainError('test_payment_unavailable', 'Nothing is due any more');
    const { asset, address, decimals } = method;
    const { transaction } = await this.bus.request(sendTestPayment, {
      asset,
      address,
      amount: formatUnits(due, decimals),
    });
    return transaction;
  }
}
