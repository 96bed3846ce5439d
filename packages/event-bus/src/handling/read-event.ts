import { findEvent } from '@sixpence/schemas';
import type { BusEvent } from '@sixpence/schemas';
import { z } from 'zod';
import { PermanentError } from './failure.js';

/** The event with its data as its definition has it; throws PermanentError for one that no handler of ours understands. */
export function readEvent(event: BusEvent): BusEvent {
  const definition = findEvent(event.type);
  if (definition === undefined)
    throw new PermanentError('unknown_type', `the event type ${event.type} is not in the catalogue`);
  if (definition.version !== event.dataversion) {
    throw new PermanentError(
      'unknown_version',
      `version ${event.dataversion} of ${event.type} is not known here`,
    );
  }
  const parsed = definition.schema.safeParse(event.data);
  if (!parsed.success)
    throw new PermanentError('invalid_event', z.prettifyError(parsed.error), { cause: parsed.error });
  return { ...event, data: parsed.data };
}
