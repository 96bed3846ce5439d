import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { Answers, createTokenBuckets, EventStreams, lastEventId, takeToken } from '@sixpence/http-server';
import { checkoutInvoice, receiptBody, testPaymentBody, text } from '@sixpence/schemas';
import type { CheckoutInvoice } from '@sixpence/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CancelInvoice } from '../invoices/cancel-invoice.js';
import { LiveCheckouts } from './live-checkouts.runner.js';
import { PayWithTestWallet } from './pay-with-test-wallet.js';
import { ReadCheckout } from './read-checkout.js';
import { RequestReceipt } from './request-receipt.js';

const id = text(60);
const testPayment = z.object({ transaction: z.string() });

/** What one address may change through open pages: nobody clicks faster. */
const changesPerSecond = 5;
const burst = 50;

/** The payer's page asks here. No key is needed: the invoice's id is what the payer was given. */
@Controller('v1/checkout')
export class CheckoutController {
  private readonly buckets = createTokenBuckets({ capacity: burst, refillPerSecond: changesPerSecond });

  constructor(
    private readonly readCheckout: ReadCheckout,
    private readonly liveCheckouts: LiveCheckouts,
    private readonly cancelInvoice: CancelInvoice,
    private readonly requestReceipt: RequestReceipt,
    private readonly payWithTestWallet: PayWithTestWallet,
    private readonly streams: EventStreams,
  ) {}

  @Answers({
    schema: checkoutInvoice,
    summary: 'The invoice as its payer sees it',
    problems: ['invoice_not_found'],
  })
  @Get(':id')
  async get(@Param('id', { schema: id }) invoiceId: string): Promise<CheckoutInvoice> {
    return (await this.readCheckout.run(invoiceId)).view;
  }

  @Answers({
    summary: 'What changes, as server-sent events',
    description:
      'An `invoice` event carries the whole invoice, with its version as id; a `confirmations` event the new counts. ' +
      'A reader that comes again with `Last-Event-ID` is sent only what it has not seen.',
    mediaType: 'text/event-stream',
    problems: ['invoice_not_found', 'rate_limited', 'service_unavailable'],
  })
  @Get(':id/events')
  async events(
    @Param('id', { schema: id }) invoiceId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const seen = lastEventId(request);
    const current = await this.readCheckout.run(invoiceId);
    const stream = this.streams.open(request, reply, invoiceId);
    this.liveCheckouts.watch(stream, current, seen === undefined ? undefined : Number(seen));
  }

  @Answers({
    schema: checkoutInvoice,
    summary: 'Cancel an invoice on which nothing was paid',
    problems: ['invoice_not_found', 'invoice_not_cancelable', 'rate_limited'],
  })
  @Post(':id/cancel')
  async cancel(
    @Param('id', { schema: id }) invoiceId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CheckoutInvoice> {
    takeToken(this.buckets, request.ip, reply);
    await this.cancelInvoice.run(invoiceId);
    return (await this.readCheckout.run(invoiceId)).view;
  }

  @Answers({
    schema: checkoutInvoice,
    summary: 'Have the receipt sent by e-mail',
    description: 'At once when the invoice is settled, else when it will be. Once for an invoice.',
    problems: ['invoice_not_found', 'rate_limited', 'service_unavailable'],
  })
  @Post(':id/receipt')
  receipt(
    @Param('id', { schema: id }) invoiceId: string,
    @Body({ schema: receiptBody }) { email }: z.output<typeof receiptBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CheckoutInvoice> {
    takeToken(this.buckets, request.ip, reply);
    return this.requestReceipt.run(invoiceId, email);
  }

  @Answers({
    schema: testPayment,
    summary: "Pay what is due from the dev chain's own wallet",
    problems: [
      'invoice_not_found',
      'unknown_asset',
      'test_payment_unavailable',
      'rate_limited',
      'service_unavailable',
    ],
  })
  @Post(':id/test-payment')
  async testPayment(
    @Param('id', { schema: id }) invoiceId: string,
    @Body({ schema: testPaymentBody }) { methodId }: z.output<typeof testPaymentBody>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof testPayment>> {
    takeToken(this.buckets, request.ip, reply);
    return { transaction: await this.payWithTestWallet.run(invoiceId, methodId) };
  }
}
