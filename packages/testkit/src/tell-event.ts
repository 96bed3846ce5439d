import type { BusRecord, Transport } from '@sixpence/event-bus';
import { settled } from './test-transport.js';

const numbers = new WeakMap<Transport, Map<string, bigint>>();

/**
 * Hands an event to the transport as the relay of its service would, without an outbox. Resolves once all that listen to its
 * stream have had it.
 */
export async function tellEvent(transport: Transport, record: BusRecord): Promise<void> {
  const never = new AbortController().signal;
  if (transport.kind === 'in-process') {
    const service = record.event.source.replace('/sixpence/', '') as Parameters<
      typeof transport.connectRelay
    >[0];
    const deliveries: Promise<void>[] = [];
    const connection = transport.connectRelay(service, (sinks) =>
      deliveries.push(...sinks.map((sink) => sink.deliver(record, never))),
    );
    connection.close();
    await Promise.all(deliveries);
    return;
  }
  const sequence = nextNumber(transport, record.stream);
  const { key, event } = record;
  const numbered = { key, type: event.type, envelope: JSON.stringify(event), epoch: '1-test', sequence };
  await transport.publish(record.stream, 0, [numbered], never);
  await settled(transport, record.stream);
}

function nextNumber(transport: Transport, stream: string): bigint {
  const ofStreams = numbers.get(transport) ?? new Map<string, bigint>();
  numbers.set(transport, ofStreams);
  const next = (ofStreams.get(stream) ?? 0n) + 1n;
  ofStreams.set(stream, next);
  return next;
}
