import { formatDecimal, formatUnits } from '@sixpence/money';
import type { Journal } from '@sixpence/schemas';
import type { BookedJournal } from './journal.js';

/**
 * A journal as its merchant sees it: accounts by name, amounts as signed decimals of whole assets. `decimals` are those of
 * the assets that the invoice can be paid in.
 */
export function toJournal(journal: BookedJournal, decimals: ReadonlyMap<string, number>): Journal {
  const { owner, valuation } = journal;
  return {
    id: journal.id,
    object: 'journal',
    storeId: owner.storeId,
    livemode: owner.livemode,
    type: journal.type,
    invoiceId: owner.invoiceId,
    paymentId: journal.payment?.paymentId ?? null,
    ...(journal.reverses === null ? {} : { reverses: journal.reverses }),
    valuation: {
      amount: formatDecimal(valuation.amount, owner.currencyDecimals),
      currency: owner.currency,
      rate: valuation.rate,
      at: valuation.at.toISOString(),
    },
    createdAt: journal.createdAt.toISOString(),
    postings: journal.postings.map(({ kind, asset, amount }) => {
      const places = decimals.get(asset);
      if (places === undefined)
        throw new Error(`The journal ${journal.id} posts ${asset}, which its invoice does not take`);
      return { account: `stores/${owner.storeId}/${kind}`, asset, amount: formatUnits(amount, places) };
    }),
  };
}
