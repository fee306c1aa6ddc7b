import type { MachineFacts } from '../../shared/model/machineFacts';
import { envelopeOf } from '../envelope';
import type { Baseline, Baselines } from '../integrity/baseline';
import { compareStates, nextBaseline } from '../integrity/compareStates';
import type { FileChange } from '../integrity/fileChange';
import { readFileStates, type FileStates } from '../integrity/readFileStates';
import { openMachineRoot } from '../machineRoot';
import type { AgentRecord } from '../record';
import type { DaemonParts } from './runDaemon';

export interface Watch {
  patterns: readonly string[];
  baselines: Baselines;
}

export interface IntegrityTask {
  run: () => Promise<void>;
  facts: () => Pick<MachineFacts, 'fileIntegrity'>;
  /** What could not be read last time. */
  unreadable: () => Record<string, string>;
}

/** Far below what the hub takes in one message: a change is up to some 5 KB, most of it the path. */
const changesPerRecord = 40;

/** Compares the watched files with their baseline. Changes are in the outbox before the baseline takes them in. */
export function integrityTask(parts: DaemonParts, { patterns, baselines }: Watch): IntegrityTask {
  const { machine, now, keep } = parts;
  let last: Baseline | undefined;
  let reason: Record<string, string> = {};

  return {
    async run() {
      const root = openMachineRoot(machine.root);
      const stored = await baselines.load();
      const before = stored && sameTexts(stored.patterns, patterns) ? stored : undefined;
      const found = await readFileStates(root, patterns, before?.files ?? {});
      const time = now().toISOString();
      const files = nextBaseline(before?.files ?? {}, found);
      const changes = before === undefined ? [] : compareStates(before.files, found);
      const lastChangeAt = changes.length > 0 ? time : before?.lastChangeAt;
      last = {
        baselineAt: before?.baselineAt ?? time,
        patterns: [...patterns],
        files,
        ...(lastChangeAt && { lastChangeAt }),
      };
      keep(recordsOf(changes, envelopeOf(root, machine.resourceId, now())));
      // Also when a file was only touched: without its new time it would be read again and again.
      if (before === undefined || changes.length > 0 || !sameStates(before.files, files)) await baselines.save(last);
      const failures = Object.entries(found.unreadable);
      reason = failures.length === 0 ? {} : { fileIntegrity: reasonText(failures) };
    },
    facts: () =>
      last === undefined
        ? {}
        : {
            fileIntegrity: {
              baselineAt: last.baselineAt,
              files: Object.keys(last.files).length,
              ...(last.lastChangeAt && { lastChangeAt: last.lastChangeAt }),
            },
          },
    unreadable: () => reason,
  };
}

const sameStates = (a: FileStates, b: FileStates) => Object.entries(b).every(([path, state]) => a[path] === state);

const sameTexts = (a: readonly string[], b: readonly string[]) => JSON.stringify(a) === JSON.stringify(b);

const reasonText = ([[path, reason] = ['', ''], ...others]: [string, string][]): string =>
  `${path}: ${reason}${others.length > 0 ? `, and ${others.length} others` : ''}`.slice(0, 500);

function recordsOf(changes: FileChange[], envelope: ReturnType<typeof envelopeOf>): AgentRecord[] {
  const parts = Array.from({ length: Math.ceil(changes.length / changesPerRecord) }, (_, at) =>
    changes.slice(at * changesPerRecord, (at + 1) * changesPerRecord),
  );
  return parts.map((part) => ({ skywarden: 'integrity/1', ...envelope, body: { changes: part } }));
}
