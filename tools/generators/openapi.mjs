/**
 * docs/api/*.json: the OpenAPI documents of the services that speak HTTP to people and machines, from what their routes
 * declare. Nothing is started: Nest only looks at the controllers (its preview mode), so no database is needed.
 */
import { createInProcessTransport } from '@sixpence/event-bus';
import { describeApi } from '@sixpence/http-server';
import { adminApi, AdminModule } from '@sixpence/service-admin';
import { coreApi, CoreModule } from '@sixpence/service-core';
import { createLogger } from '@sixpence/telemetry';
import { commitGenerated } from '../generated-files.mjs';

const logger = createLogger('openapi', { level: 'silent' });
/** Enough for the modules to be put together; nothing of it is used. */
const options = {
  databaseUrl: 'postgresql://nobody@127.0.0.1/none',
  databasePoolSize: 2,
  host: '127.0.0.1',
  port: 0,
  transport: createInProcessTransport(),
  chains: [],
  checkoutUrl: 'http://127.0.0.1/checkout',
  rateLimit: { perSecond: 1, burst: 1 },
  adminToken: 'none',
};

const documentOf = async (module, api) =>
  `${JSON.stringify(await describeApi(module.register(options, logger), api), undefined, 2)}\n`;

commitGenerated({
  'docs/api/openapi.json': await documentOf(CoreModule, coreApi),
  'docs/api/admin.json': await documentOf(AdminModule, adminApi),
});
