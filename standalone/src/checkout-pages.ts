import { fileURLToPath } from 'node:url';

/** The folder of the checkout's built pages, which core serves. */
export const checkoutPages = fileURLToPath(new URL('../../apps/checkout/dist', import.meta.url));
