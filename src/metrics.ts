import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, register, Registry } from 'prom-client';

/** Figures about the requests of one server and about its process, in the text format of Prometheus. */
export interface Metrics {
  /** `door` is the name of what answered. */
  requestFinished(request: {
    readonly door: string;
    readonly method: string;
    readonly status: number;
    readonly durationMs: number;
  }): void;
  contentReaped(count: number): void;
  /** The words of a file were looked for. */
  textRead(read: { readonly state: string; readonly milliseconds: number }): void;
  /** `count` is asked whenever figures are. */
  watchTexts(count: () => Promise<Readonly<Record<string, number>>>): void;
  readonly contentType: string;
  text(): Promise<string>;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);
let processIsMeasured = false;

/** `figuresOfAll`: this process is one of several, and shows the figures of all. */
export function createMetrics({ figuresOfAll }: { readonly figuresOfAll?: () => Promise<string> } = {}): Metrics {
  // Figures of the process are the same for every server in it.
  if (!processIsMeasured) collectDefaultMetrics({ register });
  processIsMeasured = true;
  const registry = new Registry();
  const durations = new Histogram({
    name: 'triptych_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last byte of its answer.',
    labelNames: ['door', 'method', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [registry],
  });
  const reaped = new Counter({
    name: 'triptych_content_reaped_total',
    help: 'Contents that belonged to no object and were removed.',
    registers: [registry],
  });
  const texts = new Histogram({
    name: 'triptych_text_extraction_seconds',
    help: 'Time that finding the words of a file took, by what came of it.',
    labelNames: ['state'],
    buckets: [0.001, 0.01, 0.05, 0.25, 1, 5, 30, 180],
    registers: [registry],
  });
  if (figuresOfAll) shareFigures([register, registry]);
  const known = new Map<string, { observe(seconds: number): void }>();
  return {
    requestFinished: ({ door, method, status, durationMs }) => {
      const key = `${door} ${method} ${status}`;
      let histogram = known.get(key);
      if (!histogram) {
        // Methods are text from clients; each label value is a series kept for ever.
        histogram = durations.labels(door, METHODS.has(method) ? method : 'other', String(status));
        if (known.size < 500) known.set(key, histogram);
      }
      histogram.observe(durationMs / 1000);
    },
    contentReaped: (count) => reaped.inc(count),
    textRead: ({ state, milliseconds }) => texts.labels(state).observe(milliseconds / 1000),
    watchTexts: (count) => watchTexts(registry, count),
    contentType: registry.contentType,
    text: figuresOfAll ?? (() => Registry.merge([register, registry]).metrics()),
  };
}

/** What the first process is told when it asks. */
function shareFigures(registries: Registry[]): void {
  AggregatorRegistry.setRegistries(registries);
  new AggregatorRegistry();
}

function watchTexts(registry: Registry, count: () => Promise<Readonly<Record<string, number>>>): void {
  new Gauge({
    name: 'triptych_text_contents',
    help: 'Contents whose words wait for a job, and contents whose words cannot be read.',
    labelNames: ['state'],
    registers: [registry],
    // Every process counts the same contents.
    aggregator: 'max',
    async collect() {
      // Without a database there are other figures to look at.
      const states = await count().catch((): Readonly<Record<string, number>> => ({}));
      for (const state of ['pending', 'failed']) this.set({ state }, states[state] ?? 0);
    },
  });
}
