import { createMetrics } from '@sixpence/telemetry';
import { afterEach, expect, test } from 'vitest';
import { metricsPlaceFrom, serveMetrics } from '../src/metrics-server.js';
import type { MetricsServer } from '../src/metrics-server.js';

let server: MetricsServer | undefined;
afterEach(() => server?.close());

const loopback = { host: '127.0.0.1', port: 0 };

test('a scrape reads the service’s metrics, and the process’s', async () => {
  const metrics = createMetrics('cron', { process: true });
  metrics
    .gauge({ name: 'sixpence_outbox_rows', help: 'Rows', labels: ['stream'] })
    .set({ stream: 'store' }, 3);
  server = await serveMetrics(metrics, loopback);
  const answer = await fetch(server.url);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  expect(text).toContain('# TYPE sixpence_outbox_rows gauge\n');
  expect(text).toContain('sixpence_outbox_rows{stream="store",service="cron"} 3\n');
  expect(text).toMatch(/^nodejs_heap_size_used_bytes\{service="cron"\} \d+$/m);
});

test('a metric whose value cannot be had neither breaks a scrape nor holds it up', async () => {
  const metrics = createMetrics('cron', { collectTimeoutMs: 100 });
  const help = 'Help';
  metrics.gauge({ name: 'sixpence_hanging_rows', help, collect: () => new Promise<void>(() => {}) });
  metrics.gauge({ name: 'sixpence_good_rows', help, collect: (gauge) => gauge.set(1) });
  metrics.gauge({
    name: 'sixpence_broken_rows',
    help,
    collect() {
      throw new Error('no');
    },
  });
  server = await serveMetrics(metrics, loopback);
  const text = await fetch(server.url, { signal: AbortSignal.timeout(20_000) }).then((it) => it.text());
  expect(text).toContain('sixpence_good_rows{service="cron"} 1\n');
  expect(text).not.toMatch(/^sixpence_(hanging|broken)_rows/m);
});

test('nothing else is answered there', async () => {
  server = await serveMetrics(createMetrics('cron'), loopback);
  expect((await fetch(server.url.replace('/metrics', '/'))).status).toBe(404);
  expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
});

test('a port that is taken fails the start', async () => {
  server = await serveMetrics(createMetrics('cron'), loopback);
  const port = Number(new URL(server.url).port);
  await expect(serveMetrics(createMetrics('core'), { ...loopback, port })).rejects.toThrow('EADDRINUSE');
});

test('off when nothing is said, and on the loopback unless another host is named', () => {
  expect(metricsPlaceFrom({})).toBeUndefined();
  expect(metricsPlaceFrom({ METRICS_PORT: '9464' })).toEqual({ host: '127.0.0.1', port: 9464 });
  expect(metricsPlaceFrom({ METRICS_PORT: '0', METRICS_HOST: '0.0.0.0' })).toEqual({
    host: '0.0.0.0',
    port: 0,
  });
  expect(() => metricsPlaceFrom({ METRICS_PORT: 'often' })).toThrow('METRICS_PORT');
});
