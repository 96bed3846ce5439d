/** Nest's injection token for where the payers' page is: an address without a slash at its end, before `/<invoice id>`. */
export const CHECKOUT_BASE_URL = Symbol('sixpence.checkout-base-url');
