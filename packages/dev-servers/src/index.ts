export { startPostgres } from './postgres/start-postgres.js';
export type { PostgresOptions, PostgresServer } from './postgres/start-postgres.js';
export { startAnvil } from './anvil/start-anvil.js';
export type { AnvilOptions, AnvilServer } from './anvil/start-anvil.js';
export { adoptOrStart, stopLeftBehind } from './processes/child-server.js';
export type { ChildServer, ServerProgram } from './processes/child-server.js';
export { PortTakenError, assertPortFree, freePort } from './processes/port.js';
export { identityOf, isAlive } from './processes/process-table.js';
export { stopProcess } from './processes/stop-process.js';
