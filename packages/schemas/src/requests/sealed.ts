import { z } from 'zod';

/** A secret sealed to its receiver's public key (`@sixpence/secrets`): the only way a secret crosses the bus. */
export const sealed = z.string().max(8_192);
