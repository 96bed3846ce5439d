import type { BusSettings } from './bus-settings.js';
import { ratioLine, sideLine } from './bus-report.js';
import type { Servers } from './servers.js';
import { runSide } from './sides.js';
import type { Stages } from './stages.js';

const target = 0.5;
const warmUpRecords = 200_000;

/** A full outbox drained by the relay, in turns with the bare library writing as many records of the same bytes. */
export async function measureDrain(servers: Servers, stages: Stages, settings: BusSettings): Promise<void> {
  const { events, pairs, profileDir } = settings;
  const full = await stages.open({ tables: true });
  const filling = { name: 'filling', job: 'fill-outbox', options: { ...full, events } } as const;
  console.log(sideLine(await runSide(servers, filling)));
  await warmBroker(servers, stages, Math.min(warmUpRecords, events));
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const stage = await stages.open({ like: full, topics: true });
    const drain = { name: 'relay', job: 'drain-outbox', options: { ...stage, events } } as const;
    const relay = await runSide(servers, drain, profileDir);
    console.log(sideLine(relay));
    await stage.drop();
    const other = await stages.open({ topics: true });
    const produce = { name: 'bare producer', job: 'produce-bare', options: { ...other, events } } as const;
    const bare = await runSide(servers, produce, profileDir);
    console.log(sideLine(bare));
    await other.drop();
    ratios.push(relay.perSecond / bare.perSecond);
  }
  await full.drop();
  console.log(ratioLine(`drain of ${events} rows`, ratios, target));
}

/** A broker that was just started compiles for its first hundred thousand records: neither side is to pay for it. */
async function warmBroker(servers: Servers, stages: Stages, events: number): Promise<void> {
  const stage = await stages.open({ topics: true });
  const options = { ...stage, events };
  await runSide(servers, { name: 'warming up', job: 'produce-bare', options });
  await stage.drop();
}
