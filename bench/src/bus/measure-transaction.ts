import type { BusSettings } from './bus-settings.js';
import { ratioLine, sideLine } from './bus-report.js';
import type { Servers } from './servers.js';
import { runSide } from './sides.js';
import type { Stages } from './stages.js';

const target = 0.85;
const connections = 8;

/** Core's transaction when a payment is seen, with its event in the outbox and without. */
export async function measureTransaction(
  servers: Servers,
  stages: Stages,
  settings: BusSettings,
): Promise<void> {
  const { transactions: events, warmUpTransactions: warmUp, pairs, profileDir } = settings;
  const turn = async (name: string, outbox: boolean): Promise<number> => {
    const stage = await stages.open();
    const options = { ...stage, events, warmUp, connections, outbox };
    const side = await runSide(servers, { name, job: 'apply-payments', options }, profileDir);
    console.log(sideLine(side));
    await stage.drop();
    return side.perSecond;
  };
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const withOutbox = await turn('with outbox', true);
    ratios.push(withOutbox / (await turn('without', false)));
  }
  console.log(ratioLine('a payment applied', ratios, target));
}
