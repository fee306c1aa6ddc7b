/** Says that the collector is alive and how much it could see. */
export interface AgentHeartbeat {
  agentVersion: string;
  /** Parts that the facts name as unreadable. */
  unreadable: string[];
  /** Absent when there is no audit log to read. */
  audit?: {
    lines: number;
    /** Lines of events too large for a message. */
    leftOut: number;
    /** Bytes still to be read. */
    behind: number;
    /** True when lines may have been lost because the log was rotated away unread. */
    gap: boolean;
  };
}
