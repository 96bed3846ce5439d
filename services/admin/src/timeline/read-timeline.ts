import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, Database } from '@sixpence/postgres';
import { DomainError } from '@sixpence/schemas';
import type { timeline } from '@sixpence/schemas';
import type { z } from 'zod';
import { byMoment, summaryOf } from './timeline-entry.js';
import { entriesOf } from './timeline.store.js';

/** All that happened to an invoice, in every service, in order. */
@Injectable()
export class ReadTimeline {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Throws `invoice_not_found` when nothing was told of it. */
  async run(invoiceId: string): Promise<z.output<typeof timeline>> {
    const rows = await entriesOf(this.db, invoiceId);
    if (rows.length === 0) throw new DomainError('invoice_not_found', `Nothing is known of ${invoiceId}`);
    const data = rows.toSorted(byMoment).map((row) => ({
      id: row.event_id,
      at: row.at.toISOString(),
      service: row.service,
      type: row.type,
      summary: summaryOf(row),
      sequence: row.sequence,
      data: row.data,
    }));
    return { object: 'timeline', invoiceId, data };
  }
}
