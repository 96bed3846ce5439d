import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { scrubText, scrubValue } from './scrub.js';
import { currentTraceparent, traceIdOf } from './trace-context.js';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** The least severe level that is written: trace, debug, info, warn, error, fatal or silent. Default: LOG_LEVEL, else info. */
  readonly level?: string | undefined;
  /** Where the lines go. Default: standard output. */
  readonly destination?: DestinationStream | undefined;
}

/** The logger of one service: JSON lines with `service`, the trace's id, and no secret in any value or text. */
export function createLogger(service: string, options: LoggerOptions = {}): Logger {
  return pino(
    {
      level: options.level ?? process.env['LOG_LEVEL'] ?? 'info',
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'message',
      errorKey: 'error',
      // pino's own would look at what formatters.log has already made plain.
      serializers: { error: (error: unknown) => error, err: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: (entry) => scrubValue(entry) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          const [first] = args as unknown[];
          // Of an error given alone pino makes the message itself, past every formatter.
          const whole = first instanceof Error && args.length === 1 ? [first, first.message] : args;
          const scrubbed = whole.map((arg) => (typeof arg === 'string' ? scrubText(arg) : arg));
          method.apply(this, scrubbed as Parameters<typeof method>);
        },
      },
      mixin: () => {
        const traceparent = currentTraceparent();
        return traceparent === undefined ? {} : { traceId: traceIdOf(traceparent) };
      },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
}
