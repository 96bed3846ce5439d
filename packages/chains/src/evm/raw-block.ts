import { z } from 'zod';
import { ChainError, type BlockRef } from '../chain.js';

// What is read of a node's answers, and nothing else of them: providers differ in what they add.
// https://ethereum.github.io/execution-apis/

const hash = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .toLowerCase();
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .toLowerCase();
const height = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,13}$/)
  .transform(Number);
const amount = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);
const bytes = z.string().regex(/^0x([0-9a-fA-F]{2})*$/);

const header = z.object({ number: height, hash, parentHash: hash, timestamp: height });

const block = header.extend({
  logsBloom: bytes,
  transactions: z.array(z.object({ hash, from: address, to: address.nullable(), value: amount })),
});

const receipts = z.array(
  z.object({
    transactionHash: hash,
    blockHash: hash,
    // Before Byzantium (2017) receipts had a state root instead; blocks that old are never scanned.
    status: z.enum(['0x0', '0x1']),
    logs: z.array(z.object({ address, topics: z.array(hash), data: bytes })),
  }),
);

export type RawBlock = z.output<typeof block>;
export type RawReceipt = z.output<typeof receipts>[number];

export const parseHeader = (answer: unknown) => parse(header, answer, 'header');
export const parseBlock = (answer: unknown) => parse(block, answer, 'block');
export const parseReceipts = (answer: unknown) => parse(receipts, answer, 'receipts');

export const refOf = (raw: z.output<typeof header>): BlockRef => ({
  height: raw.number,
  hash: raw.hash,
  parentHash: raw.parentHash,
  time: raw.timestamp,
});

function parse<T extends z.ZodType>(schema: T, answer: unknown, what: string): z.output<T> {
  const { success, data, error } = schema.safeParse(answer);
  if (success) return data;
  const [issue] = error.issues;
  throw new ChainError(`The node gave no ${what}: ${issue?.path.join('.')} ${issue?.message}`.slice(0, 300));
}
