import type { CheckoutInvoice as InvoiceOfApi } from '@sixpence/schemas';
import type { CheckoutInvoice } from '@sixpence/sdk';
import { expectTypeOf, test } from 'vitest';

// The compiler compares them (`npm run check`): a browser bundle must not hold a schema library, so they are written twice.
test("the SDK's hand-written types are those of the API's schemas", () => {
  expectTypeOf<CheckoutInvoice>().toEqualTypeOf<InvoiceOfApi>();
});
