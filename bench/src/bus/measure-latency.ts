import { startBenchProcess } from './bench-process.js';
import type { BusSettings } from './bus-settings.js';
import { latencyLine, sideLine } from './bus-report.js';
import type { Servers } from './servers.js';
import { runSide } from './sides.js';
import type { Stages } from './stages.js';

const targetP99Ms = 25;
const microsPerMs = 1_000;

/** Events told at a steady rate by one process and heard by another: from the commit to the handler's first line. */
export async function measureLatency(servers: Servers, stages: Stages, settings: BusSettings): Promise<void> {
  const { perSecond, seconds, warmUpSeconds, profileDir } = settings;
  const events = perSecond * (seconds + warmUpSeconds);
  const stage = await stages.open({ tables: true, topics: true });
  // A service has a database of its own; of the topics there is one set.
  const { databaseUrl, drop } = await stages.open({ tables: true });
  const options = { ...stage, events, perSecond };
  const hearer = await startBenchProcess('consume-events', { ...options, databaseUrl }, profileDir);
  const hearing = hearer.run();
  const teller = await runSide(servers, { name: 'teller', job: 'tell-steadily', options }, profileDir);
  const { moments: heard = [] } = await hearing;
  await hearer.stop();
  await Promise.all([stage.drop(), drop()]);
  console.log(sideLine(teller));

  // What came again is counted when it came first.
  const heardAt = new Map(heard.toReversed());
  const counted = (teller.moments ?? []).slice(perSecond * warmUpSeconds);
  const samplesMs = counted.map(([id, at]) => ((heardAt.get(id) ?? Number.NaN) - at) / microsPerMs);
  if (samplesMs.some((each) => Number.isNaN(each))) throw new Error('an event was not heard');
  console.log(latencyLine(perSecond, samplesMs, targetP99Ms));
}
