import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Counters } from './dispatcher';
import type { LogEntry } from './hostLog';

export interface HostOptions {
  /** Folder with package.json (`main` may be a glob) and host.json. */
  appFolder: string;
  /** Become environment variables unless these are set already. */
  settings: Record<string, string>;
  /** Port 0 takes a free one; the address is 127.0.0.1 unless given. */
  http: { port: number; host?: string; maxBodySize?: number };
  /** Stable name of this host: after a crash the same owner takes its leases, partitions and messages back at once. */
  ownerId: string;
  enforceKeys?: boolean;
  /** Names of the functions to run; all unless given. */
  only?: string[];
  log?: (entry: LogEntry) => void;
}

export interface RunningHost {
  port: number;
  functions: { name: string; trigger: string; route?: string; disabled: boolean }[];
  /** For a TLS server that sits in front in the same process. */
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  counters: () => Record<string, Counters>;
  /** True when nothing runs, every listener has just looked at its source and found nothing, and nothing ran meanwhile. */
  idle: () => Promise<boolean>;
  /** Makes the poller of one function, or all pollers, look at once. */
  wake: (name?: string) => void;
  /** Takes no more work and waits for what runs, at most `deadlineMs` (10 s). */
  stop: (deadlineMs?: number) => Promise<void>;
}
