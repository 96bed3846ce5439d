import type { WebhookAttempt } from '@sixpence/schemas';
import { Webhook } from 'standardwebhooks';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { checkedLookup, ForbiddenAddressError } from '../addresses/checked-lookup.client.js';
import type { AddressRules } from '../addresses/checked-lookup.client.js';
import { checkUrlForm } from '../addresses/check-url.js';

/** Bounds of one attempt. */
const defaultAttemptTimeoutMs = 10_000;
const connectTimeoutMs = 5_000;
/** What is read of an answer: nothing is done with it, but a server may want it read before it takes the next request. */
const maxAnswerBytes = 64 * 1_024;
const connectionsPerHost = 8;
const keepAliveMs = 4_000;
const maxErrorLength = 200;

export interface Letter {
  readonly id: string;
  readonly url: string;
  readonly body: string;
  /** `whsec_…` */
  readonly secret: string;
}

/** Posts signed letters (standardwebhooks.com). It never throws: whatever happens is told as an attempt. */
export interface Poster {
  post(letter: Letter): Promise<WebhookAttempt>;
  close(): Promise<void>;
}

/** `timeoutMs` bounds an attempt from its beginning to the end of the answer. */
export function createPoster(rules: AddressRules, timeoutMs = defaultAttemptTimeoutMs): Poster {
  const agent = new Agent({
    connect: { lookup: checkedLookup(rules), timeout: Math.min(connectTimeoutMs, timeoutMs) },
    connections: connectionsPerHost,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    maxResponseSize: -1,
  });
  return {
    post: (letter) => attempt(agent, rules, letter, timeoutMs),
    close: () => agent.destroy(),
  };
}

async function attempt(
  agent: Agent,
  rules: AddressRules,
  letter: Letter,
  timeoutMs: number,
): Promise<WebhookAttempt> {
  const at = new Date();
  const startedMs = performance.now();
  const told = (status: number | null, error: string | null): WebhookAttempt => ({
    at: at.toISOString(),
    status,
    error,
    durationMs: Math.round(performance.now() - startedMs),
  });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    // Names are checked when the socket looks them up; a literal address never comes there.
    checkUrlForm(letter.url, rules);
    const status = await send(agent, letter, at, signal);
    return told(status, status >= 200 && status <= 299 ? null : `The endpoint answered ${status}`);
  } catch (error) {
    return told(null, signal.aborted ? `No whole answer within ${timeoutMs} ms` : sentence(error));
  }
}

async function send(agent: Agent, letter: Letter, at: Date, signal: AbortSignal): Promise<number> {
  const { origin, pathname, search } = new URL(letter.url);
  const response = await agent.request({
    origin,
    path: pathname + search,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Sixpence-Webhooks/1',
      'webhook-id': letter.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(letter.secret).sign(letter.id, at, letter.body),
    },
    body: letter.body,
    signal,
  });
  await readBounded(response.body);
  return response.statusCode;
}

/** Reads the answer to its end, so that the connection can be used again, or closes it when the answer is too long. */
async function readBounded(body: Dispatcher.ResponseData['body']): Promise<void> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) return;
  }
}

/** A sentence for the merchant: what they may know of the failure, and nothing of our network. */
function sentence(error: unknown): string {
  const { code, cause, message } = error as NodeJS.ErrnoException;
  const forbidden = error instanceof ForbiddenAddressError || cause instanceof ForbiddenAddressError;
  if (forbidden || code === 'invalid_url') return 'The address is not a public one';
  return `The endpoint could not be reached: ${code ?? message}`.slice(0, maxErrorLength);
}
