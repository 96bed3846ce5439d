import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { store } from '../objects/store.js';

const storeData = z.object({ object: store });

export const storeCreated = defineEvent({
  type: 'store.created',
  version: 1,
  stream: 'store',
  schema: storeData,
});
export const storeUpdated = defineEvent({
  type: 'store.updated',
  version: 1,
  stream: 'store',
  schema: storeData,
});

export const storeEvents = [storeCreated, storeUpdated] as const;
