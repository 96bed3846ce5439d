import type { BusSettings } from './bus-settings.js';
import { ratioLine, sideLine } from './bus-report.js';
import type { Servers } from './servers.js';
import { runSide } from './sides.js';
import type { Side } from './sides.js';
import type { Stages } from './stages.js';

const target = 0.5;
const poolSizes = [1, 2, 4, 8] as const;
/** Of a turn: enough to find the best pool. */
const trialShare = 0.2;

/** Events consumed with their effects, in turns with the bare library reading them and with a bare insert of the same rows. */
export async function measureConsume(servers: Servers, stages: Stages, settings: BusSettings): Promise<void> {
  const { consumed: events, pairs, profileDir } = settings;
  const insert = async (connections: number, count: number): Promise<Side> => {
    const stage = await stages.open({ tables: true });
    const name = `bare insert (${connections})`;
    const options = { ...stage, connections, events: count };
    const side = await runSide(servers, { name, job: 'insert-bare', options }, profileDir);
    await stage.drop();
    return side;
  };
  const trials: Side[] = [];
  for (const size of poolSizes) trials.push(await insert(size, Math.ceil(events * trialShare)));
  for (const trial of trials) console.log(sideLine(trial));
  const best = trials.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
  const connections = poolSizes[trials.indexOf(best)] ?? poolSizes[0];

  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const stage = await stages.open({ tables: true, topics: true });
    const options = { ...stage, events, perSecond: 0, distinct: true };
    await runSide(servers, { name: 'filling', job: 'produce-bare', options });
    const ours = await runSide(servers, { name: 'consumer', job: 'consume-events', options }, profileDir);
    console.log(sideLine(ours));
    const bare = await runSide(servers, { name: 'bare consumer', job: 'consume-bare', options }, profileDir);
    console.log(sideLine(bare));
    await stage.drop();
    const rows = await insert(connections, events);
    console.log(sideLine(rows));
    ratios.push(ours.perSecond / Math.min(bare.perSecond, rows.perSecond));
  }
  console.log(ratioLine(`consuming ${events} events`, ratios, target));
}
