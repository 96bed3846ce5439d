// Prints shell exports of what .sixpence/dev.json says, so that the README's lines need nothing but Node:
//   eval "$(node tools/dev-env.mjs)"
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(process.env.SIXPENCE_DATA_DIR ?? '.sixpence', 'dev.json');
let dev;
try {
  dev = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  console.error(`${file} is not there: is Sixpence running (npm start)?`);
  process.exit(1);
}

const names = {
  API_URL: dev.apiUrl,
  API_KEY: dev.apiKey,
  CHECKOUT_URL: dev.checkoutUrl,
  ADMIN_URL: dev.adminUrl,
  ADMIN_TOKEN: dev.adminToken,
  MAILBOX_URL: dev.mailboxUrl,
  RPC_URL: dev.rpcUrl,
};
for (const [name, value] of Object.entries(names)) {
  if (value !== undefined) console.log(`export ${name}='${String(value).replaceAll("'", `'\\''`)}'`);
}
