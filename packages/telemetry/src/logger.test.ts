import { describe, expect, test } from 'vitest';
import { bindLogger, createLogger, nestLogger, withTraceparent } from './index.js';
import type { Logger } from './index.js';

function capture(service: string): {
  logger: Logger;
  lines: () => Record<string, unknown>[];
  raw: () => string;
} {
  let written = '';
  const logger = createLogger(service, {
    level: 'trace',
    destination: { write: (line) => void (written += line) },
  });
  return {
    logger,
    raw: () => written,
    lines: () =>
      written
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('a log line', () => {
  test('is one JSON object with its service, level and time', () => {
    const { logger, lines } = capture('core');
    logger.info({ invoiceId: 'inv_1' }, 'invoice created');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        service: 'core',
        invoiceId: 'inv_1',
        message: 'invoice created',
      },
    ]);
  });

  test('holds no secret, by name or by look, however deep', () => {
    const { logger, raw } = capture('core');
    logger.info(
      {
        headers: { Authorization: 'Bearer hunter2', 'x-api-key': 'hunter2', cookie: 'hunter2' },
        config: { smtp: { password: 'hunter2', url: 'smtp://user:hunter2@mail' }, adminToken: 'hunter2' },
        note: 'tried sk_live_hunter2 and whsec_hunter2',
      },
      'connecting to postgresql://sixpence:hunter2@127.0.0.1/db',
    );
    logger.error(new Error('401 for Bearer hunter2', { cause: new Error('at https://u:hunter2@rpc') }));
    logger.error(
      { err: Object.assign(new Error('x'), { secret: 'hunter2' }), error: new Error('sk_test_hunter2') },
      'failed',
    );
    expect(raw()).not.toContain('hunter2');
    expect(raw()).toContain('127.0.0.1/db');
  });

  test('keeps an error’s type, message and stack', () => {
    const { logger, lines } = capture('core');
    logger.error({ error: new TypeError('no such thing') }, 'failed');
    expect(lines()[0]).toMatchObject({
      message: 'failed',
      error: { type: 'TypeError', message: 'no such thing', stack: expect.stringContaining('logger.test') },
    });
  });

  test('names the trace it belongs to', async () => {
    const { logger, lines } = capture('core');
    await withTraceparent('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', async () => {
      await Promise.resolve();
      logger.info('inside');
    });
    expect(lines()[0]).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c' });
  });
});

test('each application speaks with its own name through Nest’s one logger', async () => {
  const core = capture('core');
  const cron = capture('cron');
  const processWide = nestLogger(cron.logger);
  await bindLogger(core.logger, async () => {
    await Promise.resolve();
    processWide.error('broken', 'Error: broken\n  at x', 'Router');
  });
  processWide.warn('odd', 'Timer');
  expect(core.lines()).toMatchObject([
    { service: 'core', message: 'broken', context: 'Router', stack: expect.any(String) },
  ]);
  expect(cron.lines()).toMatchObject([{ service: 'cron', message: 'odd', context: 'Timer' }]);
});
