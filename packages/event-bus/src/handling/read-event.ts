import { eventCatalogue, versionsOf } from '@sixpence/schemas';
import type { BusEvent, EventDefinition } from '@sixpence/schemas';
import { z } from 'zod';
import { PermanentError } from './failure.js';

/**
 * The event as handlers know it: its data as its definition has it, fields that are unknown left out, and of an older version
 * brought up to the newest. Throws PermanentError for one that no handler of ours understands.
 */
export function readEvent(event: BusEvent, catalogue = eventCatalogue): BusEvent {
  const versions = versionsOf(event.type, catalogue);
  if (versions.length === 0)
    throw new PermanentError('unknown_type', `the event type ${event.type} is not in the catalogue`);
  const own = versions.findIndex(({ version }) => version === event.dataversion);
  if (own < 0) {
    throw new PermanentError(
      'unknown_version',
      `version ${event.dataversion} of ${event.type} is not known here`,
    );
  }
  return versions.slice(own).reduce(readAs, event);
}

/** The event in that version, of which it is already or to which it is brought up. */
function readAs(event: BusEvent, definition: EventDefinition): BusEvent {
  const { version, schema, upgrade } = definition;
  const data = version === event.dataversion ? event.data : upgrade?.data(event.data);
  const parsed = schema.safeParse(data);
  if (!parsed.success)
    throw new PermanentError('invalid_event', z.prettifyError(parsed.error), { cause: parsed.error });
  return { ...event, dataversion: version, data: parsed.data };
}
