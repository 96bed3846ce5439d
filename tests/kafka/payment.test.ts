import { kafkaHere, until } from '@sixpence/testkit';
import { describe, expect, test } from 'vitest';
import { paymentStory } from '../e2e/payment-story.js';
import { startOnKafka } from './start-on-kafka.js';

/** Whether no process has that number. */
function stopped(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

const here = await kafkaHere();

describe.skipIf(!here)('the first payment, on six processes over Kafka', () => {
  paymentStory(() => startOnKafka());
});

describe.skipIf(!here)('six processes', () => {
  test('one that dies is started again, dev.json follows, and SIGTERM ends them all', async () => {
    const sixpence = await startOnKafka(['--scale', 'webhooks=2']);
    try {
      const services = () => sixpence.read().then((dev) => dev.processes!.map(({ service }) => service));
      const six = ['admin', 'core', 'cron', 'notifications', 'payments', 'webhooks', 'webhooks'];
      expect((await services()).toSorted()).toEqual(six);
      const { pid } = sixpence.dev.processes!.find(({ service }) => service === 'cron')!;
      process.kill(pid, 'SIGKILL');
      const again = await until(
        async () =>
          (await sixpence.read()).processes!.find((each) => each.service === 'cron' && each.pid !== pid),
        { timeoutMs: 30_000, what: 'another cron process' },
      );
      const metrics = await fetch(`http://127.0.0.1:${again.metricsPort}/metrics`).then((it) => it.text());
      expect(metrics).toMatch(/^nodejs_eventloop_lag_p99_seconds\{service="cron"\} /m);
      const pids = [again.pid, ...(await sixpence.read()).processes!.map((each) => each.pid)];
      const began = performance.now();
      expect(await sixpence.stop()).toEqual({ code: 0, signal: null });
      expect(performance.now() - began).toBeLessThan(25_000);
      expect(pids.filter((each) => !stopped(each))).toEqual([]);
    } finally {
      await sixpence.dispose();
    }
  }, 240_000);
});
