import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { detections } from '../../content/detections.generated';
import { sources } from '../../content/sources.generated';
import type { Finding } from '../../shared/core/detect/detector';
import { createRuleGuard } from '../../shared/core/detect/ruleGuard';
import type { Placeholders } from '../../shared/core/detect/sigma/placeholders';
import { compileRuleSet } from '../../shared/core/detect/sigma/ruleSet';
import { sortSources } from '../../shared/core/ingest/normalise';
import type { AlertStatus } from '../../shared/model/alert';
import { Rejected } from '../../shared/model/rejected';
import { compileOnly } from '../detect/compileOnly';
import { createJudge } from '../detect/judge';
import { createProfiler } from '../detect/profile';
import { formats, readEvents } from '../detect/readEvents';
import { readRules } from '../detect/readRules';
import type { Command } from '../command';
import { readOptions } from '../readOptions';

const usage = `Usage: skywarden detect (--rules DIR|FILE | --content) --events FILE [--format ${formats.join('|')}]
  --rules DIR         Sigma rules, correlations and filters below a folder
  --content           everything shipped instead: rules, threat intelligence and detectors that remember
  --events FILE       recorded telemetry, plain or gzip; may be given several times
  --placeholders FILE lists for rules with "expand": YAML or JSON, name to values
  --compile-only      one line per rule: ok, or what is wrong with it
  --profile           which rules took the time (on the error output)
Prints one JSON line per match: rule, title, file and line (number of the event, from 1) and eventId.`;

export const command: Command = {
  name: 'detect',
  summary: 'run Sigma rules, or all that is shipped, over recorded telemetry',
  run: (args) => detectCommand(args),
};

const closed: ReadonlySet<string> = new Set<AlertStatus>(['Resolved', 'Dismissed']);

/** Alerts of other products that come in like this are kept, but ask nobody for anything. */
const isSettled = ({ foreign, rule }: Finding): boolean =>
  foreign !== undefined && (closed.has(foreign.status) || rule.severity === 'Informational');

/** Runs Sigma rules, or all that is shipped, over recorded telemetry. Throws Rejected for wrong use; throws when a file cannot be read. */
export async function detectCommand(args: string[], print: (line: string) => void = console.log): Promise<void> {
  const { values } = readOptions(
    {
      args,
      options: {
        rules: { type: 'string' },
        content: { type: 'boolean', default: false },
        events: { type: 'string', multiple: true, default: [] },
        format: { type: 'string', default: 'auto' },
        placeholders: { type: 'string' },
        'compile-only': { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    },
    usage,
  );
  if (values.help) return print(usage);
  const format = formats.find((known) => known === values.format);
  if (format === undefined || values.content === (values.rules !== undefined))
    throw new Rejected('InvalidArguments', usage);
  const given = values.rules === undefined ? { documents: detections, rejected: [] } : readRules(values.rules);
  const placeholders = readPlaceholders(values.placeholders);
  if (values['compile-only']) {
    for (const line of compileOnly(given, { placeholders })) print(line);
    return;
  }
  if (values.events.length === 0) throw new Rejected('InvalidArguments', usage);

  const set = compileRuleSet(given.documents, { placeholders });
  for (const { message } of [...given.rejected, ...set.rejected]) console.error(`not used: ${message}`);
  const guard = createRuleGuard({ now: () => performance.now() });
  const profiler = createProfiler(guard, () => performance.now());
  const judge = createJudge(set, values.content, values.profile ? profiler.guard : guard);
  for (const file of values.events) {
    const options = {
      format,
      enqueuedAt: new Date().toISOString(),
      sources: sortSources(sources),
      unreadable: (number: number, reason: string) => console.error(`${file}:${number}: not read: ${reason}`),
    };
    for await (const events of readEvents(file, options)) {
      for (const { event, number } of events) {
        for (const finding of judge(event)) {
          if (isSettled(finding)) continue;
          const { rule, eventIds } = finding;
          const eventId = eventIds.includes(event.id) ? event.id : (eventIds.at(-1) ?? event.id);
          print(JSON.stringify({ rule: rule.id, title: rule.displayName, file, line: number, eventId }));
        }
      }
    }
  }
  if (values.profile) console.error(profiler.table(30));
}

function readPlaceholders(file: string | undefined): Placeholders | undefined {
  if (file === undefined) return undefined;
  const lists = z.record(z.string(), z.array(z.string())).parse(parse(readFileSync(file, 'utf8')));
  return new Map(Object.entries(lists));
}
