import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { growing, timestamp } from '../text.js';

/** The schedules there are. Whoever owns the work listens for its own name. */
export const scheduleNames = ['invoices.expire', 'rates.refresh', 'retention.sweep'] as const;
export type ScheduleName = (typeof scheduleNames)[number];

/** A schedule is due: cron says when, the owner of the work does it. */
export const scheduleDue = defineEvent({
  type: 'schedule.due',
  version: 1,
  stream: 'schedule',
  schema: z.object({ schedule: growing(scheduleNames), dueAt: timestamp }),
});

export const scheduleEvents = [scheduleDue] as const;
