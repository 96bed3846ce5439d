import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startPostgres } from '@sixpence/dev-servers';
import pg from 'pg';
import { fullLoad, steadyLoad } from '../measures/load.js';
import { median } from '../measures/latencies.js';
import { residentMiB } from '../measures/process-usage.js';
import { openCeiling } from './ceiling.js';
import { startCore } from './core-process.js';
import { openHttpLoad } from './create-over-http.js';
import type { HttpLoad } from './create-over-http.js';
import { halfLoadLine, machineLine, rowsLine, summaryLines, turnLine } from './report.js';
import type { Pair } from './report.js';
import { readTemplate } from './row-templates.js';
import type { RowTemplate } from './row-templates.js';
import { readSettings } from './settings.js';
import type { Settings } from './settings.js';
import { openShop } from './shop.js';
import { countRows, emptyTables } from './tables.js';
import { measureTurn } from './turn.js';
import type { Processes, Turn } from './turn.js';

const poolSizes = [4, 8, 16, 32] as const;
/** Of a turn: enough to find the ceiling's best pool. */
const trialShare = 0.25;

/** Everything a turn needs. */
interface Stage {
  readonly settings: Settings;
  readonly databaseUrl: string;
  readonly client: pg.Client;
  readonly processes: Processes;
  readonly http: HttpLoad;
}

/**
 * Creates invoices through core's HTTP face, in turns with the same rows written one statement each by a bare pool, on the
 * same database. Prints the ratio, what each costs, and how quick core is at half of that load.
 */
export async function benchInvoices(args: readonly string[]): Promise<void> {
  const settings = readSettings(args);
  const folder = await mkdtemp(join(tmpdir(), 'sixpence-bench-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port: await freePort() });
  try {
    await onDatabase(settings, postgres);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function onDatabase(settings: Settings, postgres: { url: string; pid: number }): Promise<void> {
  const core = await startCore(postgres.url, settings.profileDir);
  const client = new pg.Client({ connectionString: postgres.url, options: '-c search_path=core' });
  await client.connect();
  const http = await openHttpLoad(core.url, await openShop(client), settings.connections);
  try {
    const processes = { corePid: core.pid, databasePid: postgres.pid };
    await measure({ settings, databaseUrl: postgres.url, client, processes, http });
  } finally {
    http.close();
    await client.end();
    await core.stop();
  }
}

async function measure(stage: Stage): Promise<void> {
  const { settings, client, processes, http } = stage;
  const { pairs, operations, connections, steadySeconds } = settings;
  const idleMiB = await residentMiB(processes.corePid);
  console.log(`${pairs} pairs of ${operations} invoices, ${connections} requests at once; fsync is on`);

  // A turn that does not count: the compiler of core's process is at work for its first ten thousand requests.
  await coreTurn(stage);
  const template = await readTemplate(client);
  const poolSize = await bestPoolSize(stage, template);
  console.log(`the ceiling's best pool has ${poolSize} connections\n`);

  const done: Pair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const core = await coreTurn(stage);
    console.log(turnLine('core', core));
    if (pair === 0) console.log(rowsLine('', await countRows(client)));
    const ceiling = await ceilingTurn(stage, template, poolSize);
    console.log(turnLine('ceiling', ceiling));
    if (pair === 0) console.log(rowsLine('', await countRows(client)));
    done.push({ core, ceiling });
  }
  console.log(`\n${summaryLines(done).join('\n')}`);
  console.log(machineLine(done.flatMap(({ core, ceiling }) => [core, ceiling])));

  await emptyTables(client);
  const perSecond = median(done.map(({ core }) => core.perSecond)) / 2;
  const steady = () => steadyLoad(Math.round(perSecond * steadySeconds), perSecond, http.create);
  console.log(halfLoadLine(perSecond, await measureTurn(processes, steady)));
  console.log(memoryLine(idleMiB, await residentMiB(processes.corePid)));
}

async function coreTurn({ settings, client, processes, http }: Stage): Promise<Turn> {
  await emptyTables(client);
  return measureTurn(processes, () => fullLoad(settings.operations, settings.connections, http.create));
}

async function ceilingTurn(stage: Stage, template: RowTemplate, poolSize: number, share = 1): Promise<Turn> {
  const { settings, client, processes, databaseUrl } = stage;
  const operations = Math.ceil(settings.operations * share);
  const ceiling = openCeiling(databaseUrl, template, operations + poolSize, poolSize);
  try {
    // Connections are opened and statements prepared before the clock runs.
    await fullLoad(poolSize, poolSize, (number) => ceiling.create(operations + number));
    await emptyTables(client);
    return await measureTurn(processes, () => fullLoad(operations, settings.connections, ceiling.create));
  } finally {
    await ceiling.close();
  }
}

async function bestPoolSize(stage: Stage, template: RowTemplate): Promise<number> {
  let best = { size: poolSizes[0] as number, perSecond: 0 };
  for (const size of poolSizes) {
    const { perSecond } = await ceilingTurn(stage, template, size, trialShare);
    if (perSecond > best.perSecond) best = { size, perSecond };
  }
  return best.size;
}

function memoryLine(idleMiB: number | undefined, loadedMiB: number | undefined): string {
  const text = (mebibytes: number | undefined): string => mebibytes?.toFixed(0) ?? 'unknown';
  return `memory of core's process: ${text(idleMiB)} MiB before the load, ${text(loadedMiB)} MiB after it`;
}
