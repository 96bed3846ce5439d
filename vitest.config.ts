import { defineConfig } from 'vitest/config';
import { whyNoKafka } from '@sixpence/dev-servers';

const exclude = ['**/node_modules/**', '**/dist/**'];

/** Tests on a real broker, after all others: they wait more than they compute, but some count seconds. */
const onKafka = [
  'packages/dev-servers/test/kafka.test.ts',
  'packages/event-bus/test/kafka-*.test.ts',
  'tests/kafka/*.test.ts',
  'bench/test/bus.test.ts',
];

/**
 * What handlers do, by tests that know one transport and run on each: here in the process, and in a project of their own over
 * Kafka. All of the bus's, and of each service those that its consumers and requests are about.
 */
const onBothTransports = [
  'packages/event-bus/test/{delivery,retry,requests,nest,unknown}.test.ts',
  'services/admin/test/back-office.test.ts',
  'services/core/test/payments.test.ts',
  'services/cron/test/schedules.test.ts',
  'services/notifications/test/mailbox.test.ts',
  'services/payments/test/reorganisation.test.ts',
  'services/webhooks/test/endpoints.test.ts',
];

/** What must hold when processes die at the worst moment: a tier of its own (`npm run test:faults`). */
const faults = ['tests/faults/*.test.ts'];
/** Of these, the one that counts the seconds of a pause: it runs by itself. */
const countedFaults = ['tests/faults/rolling-restart.test.ts'];

/** Where no broker can be had, the tests on one say so in their own project. */
const kafkaIsHere = process.env['KAFKA_BROKERS'] !== undefined || (await whyNoKafka()) === undefined;

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
        },
      },
      {
        test: {
          name: 'kafka-handlers',
          include: kafkaIsHere ? onBothTransports : [],
          exclude,
          env: { SIXPENCE_TEST_TRANSPORT: 'kafka' },
          globalSetup: [setup, kafkaSetup],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
          maxWorkers,
        },
      },
      ...[
        { name: 'faults', include: faults, exclude: [...exclude, ...countedFaults], maxWorkers },
        { name: 'faults-counted', include: countedFaults, exclude, maxWorkers: 1 },
      ].map((tier, order) => ({
        test: {
          ...tier,
          globalSetup: [setup, kafkaSetup],
          testTimeout: 180_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 3 + order },
        },
      })),
    ],
  },
});
