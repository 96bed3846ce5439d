import { z } from 'zod';
import { text } from '../text.js';

export const maxPageSize = 100;

/** `limit` and `cursor` of every list: at most 100 a page, 20 when nothing is asked. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(maxPageSize).default(20),
  cursor: text(200).optional(),
});

/** A page of objects. `nextCursor` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ object: z.literal('list'), data: z.array(item), nextCursor: z.string().nullable() });
