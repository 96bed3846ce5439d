import { benchBus } from './bus/bench-bus.js';
import { benchInvoices } from './invoices/bench-invoices.js';

/** The measures there are, by the name that `npm run bench -- <name>` takes. */
const benches: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  bus: benchBus,
  invoices: benchInvoices,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench) {
  await bench(args);
} else {
  console.error(`Usage: npm run bench -- <name>, where <name> is one of: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
}
