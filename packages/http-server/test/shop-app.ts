import { Body, Controller, Delete, Get, Module, Param, Post, Query, Req, Res } from '@nestjs/common';
import { createInvoiceBody, DomainError, listInvoicesQuery, text } from '@sixpence/schemas';
import type { CreateInvoiceBody, ListInvoicesQuery } from '@sixpence/schemas';
import { createLogger, currentTraceparent } from '@sixpence/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Answers,
  bearerToken,
  createHttpApp,
  createTokenBuckets,
  EventStreams,
  Health,
  idempotencyKey,
  lastEventId,
  startHttpApp,
  takeToken,
} from '../src/index.js';
import type { EventStreamLimits, ServiceApp } from '../src/index.js';

/** What reached the handlers of this app, so that a test can see that a refused request did not. */
export const handled: unknown[] = [];

const order = z
  .object({
    id: z.string(),
    amount: z.string(),
    note: z.string().nullable(),
    lines: z.array(z.object({ sku: z.string() })),
  })
  .meta({ id: 'Order' });

@Controller('v1')
class ShopController {
  readonly buckets = createTokenBuckets({ capacity: 3, refillPerSecond: 1 });

  constructor(private readonly streams: EventStreams) {}

  @Answers({ status: 201, schema: order, summary: 'Order', bearer: true, problems: ['invalid_amount'] })
  @Post('orders')
  create(
    @Body({ schema: createInvoiceBody }) body: CreateInvoiceBody,
  ): z.output<typeof order> & { secret: string } {
    handled.push(body);
    const lines = [{ sku: 'a', cost: '1' }];
    return { id: 'ord_1', amount: body.amount, note: null, secret: 'never sent', lines };
  }

  @Answers({ schema: z.object({ limit: z.int() }), summary: 'List' })
  @Get('orders')
  list(@Query({ schema: listInvoicesQuery }) query: ListInvoicesQuery): { limit: number } {
    return { limit: query.limit };
  }

  @Answers({ schema: z.object({ id: z.string(), traceparent: z.string() }), summary: 'One' })
  @Get('orders/:id')
  one(@Param('id') id: string): { id: string; traceparent: string } {
    if (id === 'unknown') throw new DomainError('invoice_not_found', 'There is no such order');
    if (id === 'broken') throw new Error('password=hunter2');
    return { id, traceparent: currentTraceparent() ?? '' };
  }

  @Answers({ schema: order, summary: 'An answer kept as JSON text' })
  @Get('orders/:id/kept')
  kept(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.header('content-type', 'application/json; charset=utf-8');
    return `{"id":"${id}","kept":true}`;
  }

  @Answers({ schema: z.object({ cancelled: z.boolean() }), summary: 'Cancel' })
  @Post('orders/:id/cancel')
  cancel(@Param('id') id: string): { cancelled: boolean } {
    handled.push(id);
    return { cancelled: true };
  }

  @Answers({ status: 204, summary: 'Delete' })
  @Delete('orders/:id')
  remove(@Param('id', { schema: text(60) }) id: string): void {
    handled.push(id);
  }

  @Answers({
    schema: z.object({ token: z.string(), key: z.string().nullable() }),
    summary: 'Who',
    bearer: true,
  })
  @Get('me')
  me(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): { token: string; key: string | null } {
    const token = bearerToken(request);
    takeToken(this.buckets, token, reply);
    return { token, key: idempotencyKey(request) ?? null };
  }

  @Answers({ summary: 'Live', mediaType: 'text/event-stream' })
  @Get('orders/:id/live')
  live(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const after = lastEventId(request) ?? '0';
    const stream = this.streams.open(request, reply, id);
    if (id === 'flood') while (stream.send({ data: 'x'.repeat(10_000) })) handled.push('sent');
    stream.send({ id: '7', event: 'order', data: { id, after, text: 'two\nlines' } });
    stream.signal.addEventListener('abort', () => handled.push(`ended ${id}`));
  }
}

@Module({ controllers: [ShopController] })
class ShopModule {}

export interface Shop extends ServiceApp {
  readonly logged: string[];
  readonly health: Health;
}

/** A real application on a free port. */
export async function startShop(eventStreams: Partial<EventStreamLimits> = {}): Promise<Shop> {
  const logged: string[] = [];
  const logger = createLogger('shop', { level: 'info', destination: { write: (line) => logged.push(line) } });
  const options = {
    name: 'shop',
    port: 0,
    logger,
    api: { title: 'Shop', version: '1', description: 'A shop' },
    eventStreams,
  };
  const app = await createHttpApp(ShopModule, options);
  const started = await startHttpApp(app, options);
  return { ...started, logged, health: app.get(Health) };
}
