import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from '@sixpence/postgres';
import { until } from '@sixpence/testkit';
import { expect, test } from 'vitest';
import { onNumberedLog } from './on-kafka.js';
import { joinGroup } from './test-group.js';

const program = fileURLToPath(new URL('processes/kafka-consumer.ts', import.meta.url));
const timeoutMs = 60_000;

await onNumberedLog('a consumer that was stopped past its session', (bench) => {
  function startProcess() {
    const child = spawn(
      process.execPath,
      [program, bench.bus.url, bench.broker.brokers.join(','), bench.kafka.prefix],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    let output = '';
    child.stdout.on('data', (data: Buffer) => void (output += data.toString()));
    const exited = new Promise((resolve) => child.on('exit', resolve));
    return {
      lines: () => output.trim().split('\n'),
      signal: (name: NodeJS.Signals) => child.kill(name),
      goOn: () => child.stdin.write('go on\n'),
      async kill() {
        child.kill('SIGKILL');
        await exited;
      },
    };
  }

  test('has no effect of what another took over, and each effect is had once', async () => {
    await bench.log.write(0, bench.log.number(0, 'a', 1, 5));
    const stopped = startProcess();
    try {
      await until(() => stopped.lines().includes('begun k@1'), { what: 'the process to begin', timeoutMs });
      stopped.signal('SIGSTOP');

      const released = Promise.withResolvers<void>();
      let begun = 0;
      await joinGroup({
        db: bench.bus.db,
        transport: bench.kafka.transport('webhooks'),
        before: async () => {
          begun += 1;
          await released.promise;
        },
      });
      await until(() => begun > 0, { what: 'the other to take over', timeoutMs });
      stopped.goOn();
      stopped.signal('SIGCONT');
      // Nobody had this event yet: only the epoch can refuse it.
      await until(() => stopped.lines().includes('FencedError k@1'), {
        what: 'the effect to be refused',
        timeoutMs,
      });
      expect(await bench.bus.effects()).toEqual([]);

      released.resolve();
      await until(async () => (await bench.bus.effects()).length >= 5, { what: 'all effects', timeoutMs });
      const had = (await bench.bus.effects()).map((effect) => effect.split(' ')[1]);
      expect(had).toEqual(['k@1', 'k@2', 'k@3', 'k@4', 'k@5']);
      expect(await bench.bus.db.query(sql`select from dead_letters`)).toEqual([]);
    } finally {
      await stopped.kill();
    }
  }, 120_000);
});
