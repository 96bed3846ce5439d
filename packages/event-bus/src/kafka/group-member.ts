/** One consumer of a service in one of its groups. */
export interface GroupMember {
  /** Resolves once the group has given it its share. */
  ready(): Promise<void>;
  /** Takes nothing new, waits for what is in hand and leaves, in at most that time. */
  leave(timeoutMs: number): Promise<void>;
}
