export { createLogger } from './logger.js';
export type { Logger, LoggerOptions } from './logger.js';
export { bindLogger, nestLogger } from './nest-logger.js';
export { scrubText, scrubValue } from './scrub.js';
export {
  childTraceparent,
  currentTraceparent,
  isTraceparent,
  newTraceparent,
  traceIdOf,
  withTraceparent,
} from './trace-context.js';
