import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { payment } from '../objects/payment.js';

const paymentData = z.object({ object: payment });

const paymentEvent = <const Type extends string>(type: Type) =>
  defineEvent({ type, version: 1, stream: 'payment', schema: paymentData });

/** A transfer to an invoice's address stands in a block. */
export const paymentDetected = paymentEvent('payment.detected');
/** It has the confirmations it needs. */
export const paymentConfirmed = paymentEvent('payment.confirmed');
/** The chain took it back. It may be mined again: then it is detected again, in another block. */
export const paymentReorged = paymentEvent('payment.reorged');
/** It is kept back until a person decides. */
export const paymentHeld = paymentEvent('payment.held');
/** Money that came after the invoice was no longer monitored: confirmed, and nobody's yet. */
export const paymentUnmatched = paymentEvent('payment.unmatched');

export const paymentEvents = [
  paymentDetected,
  paymentConfirmed,
  paymentReorged,
  paymentHeld,
  paymentUnmatched,
] as const;
