import type { BusClient } from '@sixpence/event-bus';
import { createApiKey, createStore, listStores } from '@sixpence/schemas';
import { createKeyPair, open } from '@sixpence/secrets';
import { readIfThere, writePrivateFile } from './private-file.js';

const NAME = 'Demo store';
const EMAIL = 'owner@demo.example';
/** The tenth of anvil's accounts: none that the test wallet pays from. */
const TREASURY = '0xa0Ee7A142d267C1f36714E4a8F75612F20a79720';
/** A first start on a busy machine takes its time. */
const ANSWER_WITHIN_MS = 20_000;

const PATIENT = { timeoutMs: ANSWER_WITHIN_MS };

/** The demo store's key: the one that is kept in `file` when the API takes it, else a new one. */
export async function demoApiKey(
  bus: BusClient,
  chain: string,
  apiUrl: string,
  file: string,
): Promise<string> {
  const kept = await readKept(file);
  if (kept !== undefined && (await isTaken(apiUrl, kept))) return kept;
  const storeId = (await findDemoStore(bus, chain)) ?? (await makeDemoStore(bus, chain));
  const key = await makeKey(bus, storeId);
  await writePrivateFile(file, `${JSON.stringify({ storeId, apiKey: key })}\n`);
  return key;
}

async function readKept(file: string): Promise<string | undefined> {
  try {
    const { apiKey } = JSON.parse((await readIfThere(file)) ?? '{}') as { apiKey?: unknown };
    return typeof apiKey === 'string' ? apiKey : undefined;
  } catch {
    return undefined;
  }
}

/** The database may be another one than the key was made in. */
async function isTaken(apiUrl: string, key: string): Promise<boolean> {
  const answer = await fetch(`${apiUrl}/v1/invoices?limit=1`, {
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  await answer.body?.cancel();
  if (answer.status === 401 || answer.status === 403) return false;
  if (answer.ok) return true;
  throw new Error(`the API answered ${answer.status} to the demo store's key`);
}

/** The first stores are enough to look at: it is made before any other, unless the database was used for real. */
async function findDemoStore(bus: BusClient, chain: string): Promise<string | undefined> {
  const { data } = await bus.request(listStores, { limit: 100 }, PATIENT);
  const isDemo = (store: (typeof data)[number]) =>
    store.name === NAME && store.email === EMAIL && store.wallets.some((wallet) => wallet.chain === chain);
  return data.find(isDemo)?.id;
}

async function makeDemoStore(bus: BusClient, chain: string): Promise<string> {
  const wallets = [{ chain, treasury: TREASURY }];
  return (await bus.request(createStore, { name: NAME, email: EMAIL, wallets }, PATIENT)).id;
}

async function makeKey(bus: BusClient, storeId: string): Promise<string> {
  const { publicKey, privateKey } = await createKeyPair();
  const request = { storeId, name: 'demo', livemode: false, replyTo: publicKey };
  const { sealedKey } = await bus.request(createApiKey, request, PATIENT);
  return open(privateKey, sealedKey, createApiKey.type);
}
