import type { LogLevel } from './app/functionsCore';

export interface LogEntry {
  level: string;
  category: string;
  message: string;
  functionName?: string;
  time: Date;
}

export type HostLog = (level: LogLevel, category: string, message: string, functionName?: string) => void;

const order: readonly string[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];

/** Lowest level that a category writes: the longest configured prefix wins, then `default`, then Information. */
function minimumLevel(category: string, configured: Record<string, string>): number {
  const prefixes = Object.keys(configured).filter((name) => category === name || category.startsWith(`${name}.`));
  const longest = prefixes.sort((a, b) => b.length - a.length)[0];
  const level = configured[longest ?? 'default'] ?? configured['Default'] ?? 'Information';
  const rank = order.indexOf(level.toLowerCase());
  return rank < 0 ? order.indexOf('information') : rank;
}

function writeLine(entry: LogEntry): void {
  process.stdout.write(`[${entry.time.toISOString()}] ${entry.level} ${entry.category}: ${entry.message}\n`);
}

/** A log that drops what `logging.logLevel` of host.json does not want. */
export function createHostLog(
  configured: Record<string, string>,
  write: (entry: LogEntry) => void = writeLine,
): HostLog {
  const ranks = new Map<string, number>();
  return (level, category, message, functionName) => {
    let rank = ranks.get(category);
    if (rank === undefined) ranks.set(category, (rank = minimumLevel(category, configured)));
    if (level === 'none' || order.indexOf(level) < rank) return;
    write({ level, category, message, ...(functionName === undefined ? {} : { functionName }), time: new Date() });
  };
}
