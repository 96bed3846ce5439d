import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { until } from './until.js';
import type { UntilOptions } from './until.js';

/** One request as it came. */
export interface SinkRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: Date;
}

/** What to answer: a status (with headers and body), nothing for ever, or a cut connection. */
export type SinkAnswer =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | { readonly redirect: string; readonly status?: 301 | 302 | 307 | 308 }
  | { readonly hang: true }
  | { readonly reset: true };

export interface HttpSink {
  /** http://127.0.0.1:port */
  readonly url: string;
  readonly requests: readonly SinkRequest[];
  /** Sets the answer to every later request, or the way to choose it; 200 without a body at first. */
  answer(next: SinkAnswer | ((request: SinkRequest, count: number) => SinkAnswer)): void;
  /** The requests that match, once there are `count` of them. */
  waitFor(
    count: number,
    match?: (request: SinkRequest) => boolean,
    options?: Partial<UntilOptions>,
  ): Promise<SinkRequest[]>;
  close(): Promise<void>;
}

/** An HTTP server on the loopback that keeps every request and answers as it is told. */
export async function httpSink(port = 0): Promise<HttpSink> {
  const requests: SinkRequest[] = [];
  let choose: (request: SinkRequest, count: number) => SinkAnswer = () => ({ status: 200 });
  const server = createServer((incoming, response) => {
    void text(incoming).then(
      (body) => {
        const { method = '', url: path = '', headers } = incoming;
        const request = { method, path, headers, body, at: new Date() };
        requests.push(request);
        send(response, choose(request, requests.length));
        // A client that goes away in the middle of its body has made no request.
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sink has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    answer: (next) => (choose = typeof next === 'function' ? next : () => next),
    waitFor: (count, match = () => true, options = {}) => {
      const enough = () => {
        const found = requests.filter(match);
        return found.length >= count && found;
      };
      return until<SinkRequest[] | false>(enough, { what: `${count} requests at the sink`, ...options });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, answer: SinkAnswer): void {
  if ('hang' in answer) return;
  if ('reset' in answer) return void response.socket?.resetAndDestroy();
  if ('redirect' in answer)
    return void response.writeHead(answer.status ?? 302, { location: answer.redirect }).end();
  response.writeHead(answer.status, answer.headers).end(answer.body);
}
