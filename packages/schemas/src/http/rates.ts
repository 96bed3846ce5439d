import { z } from 'zod';
import { currencyCode } from '../amounts.js';

/** `GET /v1/rates`. */
export const listRatesQuery = z.strictObject({ currency: currencyCode });
