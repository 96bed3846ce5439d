import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { createCollections } from './collections.js';

export type { Counter, Gauge, Histogram } from 'prom-client';

/** What every metric has. Each label's values must be few, and known beforehand: a series lives as long as the process. */
export interface MetricSpec<Label extends string = never> {
  /** `sixpence_<noun>_<unit>`, the unit a base one (seconds, bytes) or a noun in the plural; of a counter it ends in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Label[];
}

export interface GaugeSpec<Label extends string = never> extends MetricSpec<Label> {
  /**
   * Sets the gauge at each scrape. Of a gauge with labels the values of the last scrape are gone by then. One that throws, or is not
   * done in time (`collectTimeoutMs`), leaves this gauge out of the scrape and is counted; it is not called again while it runs.
   */
  readonly collect?: (gauge: Gauge<Label>) => void | Promise<void>;
}

export interface HistogramSpec<Label extends string = never> extends MetricSpec<Label> {
  /** The upper bounds, rising; the one that holds everything is added. */
  readonly buckets: readonly number[];
}

/** What a scrape answers. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** The metrics of one service, apart from those of others in the same process. All carry the label `service`. */
export interface Metrics {
  readonly service: string;
  /** Each throws when the name is not as it should be, or is taken. */
  gauge<Label extends string = never>(spec: GaugeSpec<Label>): Gauge<Label>;
  counter<Label extends string = never>(spec: MetricSpec<Label>): Counter<Label>;
  histogram<Label extends string = never>(spec: HistogramSpec<Label>): Histogram<Label>;
  /** All of them in Prometheus's text format. Never rejects, and never takes much longer than `collectTimeoutMs`. */
  expose(): Promise<Exposition>;
}

export interface MetricsOptions {
  /** Whether this process's own (event loop, heap, garbage collection, CPU) are among them. Default false: they cost a timer. */
  readonly process?: boolean;
  /** How long a scrape waits for a gauge's `collect`. */
  readonly collectTimeoutMs?: number;
}

const COLLECT_TIMEOUT_MS = 2_000;
const NAME = /^sixpence_[a-z0-9]+(_[a-z0-9]+)+$/;

/** The metrics of a service. Nothing is served by that: see `METRICS_PORT` in docs/metrics.md. */
export function createMetrics(service: string, options: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (options.process === true) collectDefaultMetrics({ register: registry });

  const base = <Label extends string>({ name, help, labels = [] }: MetricSpec<Label>, isCounter: boolean) => {
    if (!NAME.test(name)) throw new Error(`the metric ${name} must be named sixpence_<noun>_<unit>`);
    if (isCounter !== name.endsWith('_total'))
      throw new Error(`the metric ${name}: a counter's name ends in _total, and no other's`);
    return { name, help, labelNames: [...labels], registers: [registry] };
  };
  const counter = <Label extends string = never>(spec: MetricSpec<Label>) => new Counter(base(spec, true));
  const failures = counter({
    name: 'sixpence_metric_failures_total',
    help: 'Scrapes that a metric was left out of, because its value could not be had in time',
    labels: ['metric'],
  });
  const collections = createCollections(options.collectTimeoutMs ?? COLLECT_TIMEOUT_MS);

  return {
    service,
    counter,
    gauge<Label extends string = never>(spec: GaugeSpec<Label>) {
      const gauge = new Gauge(base(spec, false));
      const { collect, labels = [] } = spec;
      if (collect) {
        collections.add(spec.name, () => {
          // Without labels a reset would tell a zero that nobody has seen.
          if (labels.length > 0) gauge.reset();
          return collect(gauge);
        });
      }
      return gauge;
    },
    histogram: (spec) => new Histogram({ ...base(spec, false), buckets: [...spec.buckets] }),
    async expose() {
      const missing = await collections.run();
      for (const metric of missing) failures.inc({ metric });
      const names = registry.getMetricsAsArray().map(({ name }) => name);
      const told = names.filter((name) => !missing.has(name));
      const parts = await Promise.all(told.map((name) => registry.getSingleMetricAsString(name)));
      return { contentType: registry.contentType, text: `${parts.join('\n\n')}\n` };
    },
  };
}
