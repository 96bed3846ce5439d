// The service as a process of its own, which the test kills. It answers `{deliver: event}` with `{delivered: id}`.
import { createInProcessTransport } from '@sixpence/event-bus';
import { createLogger } from '@sixpence/telemetry';
import { createPaymentsApp } from '../dist/index.js';

const [databaseUrl, chain, rpcUrl] = process.argv.slice(2);
const transport = createInProcessTransport();
await createPaymentsApp({
  databaseUrl,
  databasePoolSize: 6,
  host: '127.0.0.1',
  port: 0,
  chains: [{ chain, rpcUrls: [rpcUrl] }],
  transport,
  logger: createLogger('payments', { level: process.env.LOG_LEVEL ?? 'silent' }),
});
async function deliver(event) {
  let sinks = [];
  transport.connectRelay('core', (now) => (sinks = now)).close();
  const record = { stream: 'invoice', key: event.subject, version: 1, event };
  const { signal } = new AbortController();
  await Promise.all(sinks.map((sink) => sink.deliver(record, signal)));
  process.send({ delivered: event.id });
}
process.on('message', (message) => void deliver(message.deliver));
process.send({ ready: true });
