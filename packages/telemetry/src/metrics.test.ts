import { expect, test } from 'vitest';
import { createMetrics } from './metrics.js';

const linesOf = async (metrics: ReturnType<typeof createMetrics>) =>
  (await metrics.expose()).text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('a value carries its service and its labels', async () => {
  const metrics = createMetrics('cron');
  metrics.gauge({ name: 'sixpence_outbox_rows', help: 'Rows' }).set(7);
  metrics
    .counter({ name: 'sixpence_gaps_total', help: 'Gaps', labels: ['stream'] })
    .inc({ stream: 'invoice' }, 2);
  metrics.histogram({ name: 'sixpence_turn_seconds', help: 'Turns', buckets: [0.1, 1] }).observe(0.5);
  const lines = await linesOf(metrics);
  expect(lines).toContain('sixpence_outbox_rows{service="cron"} 7');
  expect(lines).toContain('sixpence_gaps_total{stream="invoice",service="cron"} 2');
  expect(lines).toContain('sixpence_turn_seconds_bucket{le="1",service="cron"} 1');
});

test('services of one process do not see each other’s', async () => {
  const [core, cron] = [createMetrics('core'), createMetrics('cron')];
  for (const each of [core, cron]) each.gauge({ name: 'sixpence_outbox_rows', help: 'Rows' });
  expect(await linesOf(core)).toEqual(['sixpence_outbox_rows{service="core"} 0']);
});

test('what is collected is as it is now, and what is gone is not told', async () => {
  const metrics = createMetrics('cron');
  const owned = new Map([['0', 3]]);
  metrics.gauge({
    name: 'sixpence_partition_records',
    help: 'Records',
    labels: ['partition'],
    collect(gauge) {
      for (const [partition, count] of owned) gauge.set({ partition }, count);
    },
  });
  expect(await linesOf(metrics)).toContain('sixpence_partition_records{partition="0",service="cron"} 3');
  owned.clear();
  expect((await linesOf(metrics)).join('\n')).not.toContain('partition="0"');
});

test('one that throws or never ends is left out and counted; the others are told, in time', async () => {
  const metrics = createMetrics('cron', { collectTimeoutMs: 50 });
  let begun = 0;
  const collect = () => {
    begun += 1;
    return new Promise<void>(() => {});
  };
  metrics.gauge({ name: 'sixpence_hanging_rows', help: 'Hangs', collect });
  metrics.gauge({
    name: 'sixpence_broken_rows',
    help: 'Throws',
    collect: () => Promise.reject(new Error('no')),
  });
  metrics.gauge({ name: 'sixpence_good_rows', help: 'Good', collect: (gauge) => gauge.set(1) });
  await metrics.expose();
  const lines = await linesOf(metrics);
  expect(lines).toContain('sixpence_good_rows{service="cron"} 1');
  expect(lines.filter((line) => /^sixpence_(hanging|broken)/.test(line))).toEqual([]);
  expect(lines).toContain('sixpence_metric_failures_total{metric="sixpence_hanging_rows",service="cron"} 2');
  expect(lines).toContain('sixpence_metric_failures_total{metric="sixpence_broken_rows",service="cron"} 2');
  expect(begun).toBe(1);
});

test('names keep to the rule, and stand once', () => {
  const metrics = createMetrics('cron');
  const help = 'Help';
  expect(() => metrics.gauge({ name: 'rows', help })).toThrow('sixpence_<noun>_<unit>');
  expect(() => metrics.counter({ name: 'sixpence_gaps', help })).toThrow('sixpence_<noun>_<unit>');
  expect(() => metrics.counter({ name: 'sixpence_gap_count', help })).toThrow('_total');
  expect(() => metrics.gauge({ name: 'sixpence_rows_total', help })).toThrow('_total');
  metrics.gauge({ name: 'sixpence_outbox_rows', help });
  expect(() => metrics.gauge({ name: 'sixpence_outbox_rows', help })).toThrow('already been registered');
});

test('a process’s own are there where they are asked for', async () => {
  const text = async (process: boolean) => (await createMetrics('cron', { process }).expose()).text;
  expect(await text(false)).not.toContain('nodejs_');
  const own = await text(true);
  for (const name of ['nodejs_eventloop_lag_p99_seconds', 'nodejs_heap_size_used_bytes'])
    expect(own).toContain(`${name}{service="cron"}`);
});
