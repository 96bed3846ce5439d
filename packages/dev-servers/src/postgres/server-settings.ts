/** What holds for every server of ours: loopback only, little memory, one log. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  min_wal_size: '64MB',
  max_wal_size: '256MB',
  // No replicas, so the log carries what recovery needs and no more; no workers that wait for nothing.
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] %a ',
};

/** Nothing survives a power cut, and nothing waits for the disk. */
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The command-line arguments: they win over postgresql.conf, and a new release's settings hold for an old folder. */
export function serverSettings(durable: boolean): string[] {
  const settings = durable ? SETTINGS : { ...SETTINGS, ...NOT_DURABLE };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
