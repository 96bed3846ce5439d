import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '@sixpence/telemetry';
import { z } from 'zod';
import { readVariables } from './environment.js';

const schema = z.object({
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
});

export interface MetricsPlace {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface MetricsServer {
  /** Of the metrics themselves. */
  readonly url: string;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 5_000;
const MAX_CONNECTIONS = 32;

/** Where METRICS_PORT and METRICS_HOST say the metrics are served; undefined without the first. Throws for a wrong one. */
export function metricsPlaceFrom(env: NodeJS.ProcessEnv): MetricsPlace | undefined {
  const { METRICS_PORT: port, METRICS_HOST: host } = readVariables(schema, env);
  return port === undefined ? undefined : { host, port };
}

/**
 * Serves `GET /metrics` for a Prometheus, and nothing else. It has a port of its own, so that what is open to merchants tells
 * nothing of the inside, and it answers from before the service is ready until after it has stopped.
 */
export async function serveMetrics(metrics: Metrics, { host, port }: MetricsPlace): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    void answer(metrics, request, response);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(port, host);
  await once(server, 'listening');
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  metrics: Metrics,
  { method, url }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (url !== '/metrics') response.writeHead(404).end();
  else if (method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
  else {
    const { contentType, text } = await metrics.expose();
    response.writeHead(200, { 'content-type': contentType }).end(text);
  }
}
