import type { ScheduleName } from '@sixpence/schemas';

/** How often each schedule is due. A new one is a line here, and one in the event's schema. */
export const scheduleSeconds: Readonly<Record<ScheduleName, number>> = {
  'invoices.expire': 5,
  'rates.refresh': 60,
  'retention.sweep': 3_600,
};
