/** Every consumer group there is: one a service. All pods of a service join its group and share the partitions. */
export enum ConsumerGroup {
  core = 'core',
  payments = 'payments',
  webhooks = 'webhooks',
  notifications = 'notifications',
  cron = 'cron',
  admin = 'admin',
}

export type ServiceName = `${ConsumerGroup}`;
