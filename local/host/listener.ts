/** What brings work from outside to one function. */
export interface Listener {
  /** Resolves when it listens; a rejection is tried again with backoff. */
  start: () => Promise<void>;
  /** Takes no more work; resolves when what ran is finished and checkpointed. */
  stop: () => Promise<void>;
  /** Looks at the source now: true when nothing waits there and nothing runs. */
  idle: () => Promise<boolean>;
  /** Polls at once instead of after its delay. */
  wake?: () => void;
}
