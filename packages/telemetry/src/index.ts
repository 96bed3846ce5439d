export { createLogger } from './logger.js';
export type { Logger, LoggerOptions } from './logger.js';
export { createMetrics } from './metrics.js';
export type {
  Counter,
  Exposition,
  Gauge,
  GaugeSpec,
  Histogram,
  HistogramSpec,
  MetricSpec,
  Metrics,
  MetricsOptions,
} from './metrics.js';
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
