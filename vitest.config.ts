import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**'];

/** Tests on a real broker, after all others: some kill it and count seconds, which needs a machine that has time for them. */
const onKafka = [
  'packages/dev-servers/test/kafka.test.ts',
  'packages/event-bus/test/kafka-*.test.ts',
  'tests/kafka/*.test.ts',
  'bench/test/bus.test.ts',
];

/** What must hold when processes die at the worst moment: a tier of its own (`npm run test:faults`). */
const faults = ['tests/faults/*.test.ts'];

const setup = './packages/testkit/dist/global-setup.js';
const kafkaSetup = './packages/testkit/dist/kafka-global-setup.js';

/** Two cores are what a small CI machine has; each worker of a server test brings processes of its own. */
const maxWorkers = 2;

export default defineConfig({
  test: {
    maxWorkers,
    teardownTimeout: 20_000,
    projects: [
      {
        test: { name: 'tools', include: ['tools/test/*.test.mjs'], exclude, testTimeout: 30_000 },
      },
      {
        test: {
          name: 'pure',
          include: [
            '{packages,services}/*/src/**/*.test.ts',
            'standalone/src/**/*.test.ts',
            'apps/*/src/**/*.test.{ts,tsx}',
          ],
          exclude,
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'servers',
          include: [
            '{packages,services}/*/test/**/*.test.ts',
            'contracts/test/**/*.test.ts',
            'standalone/test/**/*.test.ts',
            'apps/*/test/**/*.test.ts',
            'tests/**/*.test.ts',
            'bench/test/**/*.test.ts',
          ],
          exclude: [...exclude, ...onKafka, ...faults],
          globalSetup: [setup],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'kafka',
          include: onKafka,
          exclude,
          globalSetup: [setup, kafkaSetup],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
        },
      },
      {
        test: {
          name: 'faults',
          include: faults,
          exclude,
          globalSetup: [setup, kafkaSetup],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
        },
      },
    ],
  },
});
