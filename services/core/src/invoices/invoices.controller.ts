import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { Answers, idempotencyKey } from '@sixpence/http-server';
import {
  createInvoiceBody,
  invoice,
  listInvoicesQuery,
  pageOf,
  text,
  updateInvoiceBody,
} from '@sixpence/schemas';
import type { CreateInvoiceBody, Invoice, ListInvoicesQuery } from '@sixpence/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Asks } from '../api-keys/asks.decorator.js';
import type { Merchant } from '../api-keys/merchant.js';
import { RequireScope } from '../api-keys/require-scope.decorator.js';
import { CancelInvoice } from './cancel-invoice.js';
import { CreateInvoice } from './create-invoice.js';
import { ListInvoices } from './list-invoices.js';
import type { InvoicePage } from './list-invoices.js';
import { ReadInvoice } from './read-invoice.js';
import { UpdateMetadata } from './update-metadata.js';

const id = text(60);

/** What merchants do with invoices. */
@Controller('v1/invoices')
export class InvoicesController {
  constructor(
    private readonly createInvoice: CreateInvoice,
    private readonly readInvoice: ReadInvoice,
    private readonly listInvoices: ListInvoices,
    private readonly updateMetadata: UpdateMetadata,
    private readonly cancelInvoice: CancelInvoice,
  ) {}

  @Answers({
    status: 201,
    schema: invoice,
    summary: 'Make an invoice',
    description:
      'With an `Idempotency-Key` the same request, sent again within 24 h, gets the same answer, and nothing is made twice.',
    bearer: true,
    problems: [
      'invalid_amount',
      'unknown_currency',
      'unknown_asset',
      'invalid_url',
      'invalid_idempotency_key',
      'idempotency_conflict',
      'idempotency_key_reused',
      'rate_unavailable',
    ],
  })
  @RequireScope('invoices:write')
  @Post()
  create(
    @Asks() merchant: Merchant,
    @Body({ schema: createInvoiceBody }) body: CreateInvoiceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.header('content-type', 'application/json; charset=utf-8');
    return this.createInvoice.run(merchant, body, idempotencyKey(request));
  }

  @Answers({
    schema: pageOf(invoice),
    summary: 'The invoices, the newest first',
    bearer: true,
    problems: ['invalid_cursor'],
  })
  @RequireScope('invoices:read')
  @Get()
  list(
    @Asks() merchant: Merchant,
    @Query({ schema: listInvoicesQuery }) query: ListInvoicesQuery,
  ): Promise<InvoicePage> {
    return this.listInvoices.run(merchant, query);
  }

  @Answers({
    schema: invoice,
    summary: 'An invoice with its payments',
    bearer: true,
    problems: ['invoice_not_found'],
  })
  @RequireScope('invoices:read')
  @Get(':id')
  get(@Asks() merchant: Merchant, @Param('id', { schema: id }) invoiceId: string): Promise<Invoice> {
    return this.readInvoice.run(invoiceId, merchant);
  }

  @Answers({
    schema: invoice,
    summary: 'Change the metadata of an invoice',
    description: 'The given keys are set; an empty value removes its key.',
    bearer: true,
    problems: ['invoice_not_found'],
  })
  @RequireScope('invoices:write')
  @Patch(':id')
  async update(
    @Asks() merchant: Merchant,
    @Param('id', { schema: id }) invoiceId: string,
    @Body({ schema: updateInvoiceBody }) { metadata }: z.output<typeof updateInvoiceBody>,
  ): Promise<Invoice> {
    await this.updateMetadata.run(invoiceId, merchant, metadata);
    return this.readInvoice.run(invoiceId, merchant);
  }

  @Answers({
    schema: invoice,
    summary: 'Cancel an invoice on which nothing was paid',
    bearer: true,
    problems: ['invoice_not_found', 'invoice_not_cancelable'],
  })
  @RequireScope('invoices:write')
  @Post(':id/cancel')
  cancel(@Asks() merchant: Merchant, @Param('id', { schema: id }) invoiceId: string): Promise<Invoice> {
    return this.cancelInvoice.run(invoiceId, merchant);
  }
}
