import { AsyncLocalStorage } from 'node:async_hooks';
import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

const bound = new AsyncLocalStorage<Logger>();

/**
 * Runs `start` so that whatever it starts (servers, timers, handlers) logs through `logger` when it logs through Nest.
 * Nest's Logger is one for the whole process: without this, six applications would all speak with the last one's name.
 */
export function bindLogger<T>(logger: Logger, start: () => T): T {
  return bound.run(logger, start);
}

/** What Nest logs, on pino: through the logger that the running code is bound to, else through `logger`. */
export function nestLogger(logger: Logger): LoggerService {
  const write = (
    level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal',
    message: unknown,
    rest: unknown[],
  ) => {
    const target = bound.getStore() ?? logger;
    // Nest appends the context last, and for errors the stack before it.
    const context = rest.findLast((part) => typeof part === 'string');
    if (message instanceof Error) target[level]({ context, error: message }, message.message);
    else if (typeof message === 'string') target[level]({ context, ...stackOf(rest) }, message);
    else target[level]({ context, details: message });
  };
  return {
    // Nest tells at length how it boots; that is for whoever debugs it.
    log: (message, ...rest: unknown[]) => write('debug', message, rest),
    error: (message, ...rest: unknown[]) => write('error', message, rest),
    warn: (message, ...rest: unknown[]) => write('warn', message, rest),
    debug: (message, ...rest: unknown[]) => write('debug', message, rest),
    verbose: (message, ...rest: unknown[]) => write('trace', message, rest),
    fatal: (message, ...rest: unknown[]) => write('fatal', message, rest),
  };
}

function stackOf(rest: unknown[]): { stack?: string } {
  const [first] = rest;
  return rest.length > 1 && typeof first === 'string' ? { stack: first } : {};
}
