/** The folder with the SQL of outbox, relay cursors, inbox and dead letters: applied in each service's own schema. */
export const busMigrations = new URL('../migrations/', import.meta.url);
