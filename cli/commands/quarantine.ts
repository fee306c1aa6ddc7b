import { z } from 'zod';
import { quarantineReasons } from '../../shared/model/quarantineReason';
import { Rejected } from '../../shared/model/rejected';
import { type ApiCall, apiOptions, openApi } from '../apiAccess';
import type { Command } from '../command';
import { readOptions } from '../readOptions';

const usage = `Usage: skywarden quarantine list|show|replay [options]
  list   [--reason CODE] [--source ID] [--from TIME] [--to TIME] [--replayed true|false] [--top N]
  show   ID [--raw]          what is wrong with an entry, and its bytes
  replay ID ... [--again]    send entries through ingest once more
  replay --all [--reason CODE] [--source ID] [--from TIME] [--to TIME]
Everywhere: [--data DIR | --url URL] [--json]. Reasons: ${Object.keys(quarantineReasons).join(', ')}.`;

const entrySchema = z.object({
  id: z.string(),
  reason: z.string(),
  detail: z.string(),
  advice: z.string(),
  source: z.string().nullable(),
  workspaceId: z.string().nullable(),
  arrivedAt: z.string(),
  bytes: z.number(),
  properties: z.array(z.string()),
  replayedAt: z.string().nullable(),
});
const listSchema = z.object({ value: z.array(entrySchema), nextLink: z.string().optional() });
const rawSchema = z.object({ raw: z.string(), truncated: z.boolean() });
const replayedSchema = z.object({
  replayed: z.number(),
  more: z.boolean(),
  outcomes: z.array(z.object({ id: z.string(), outcome: z.string(), detail: z.string().optional() })),
});
type Entry = z.infer<typeof entrySchema>;

const filterNames = ['reason', 'source', 'from', 'to'] as const;
type Options = ReturnType<typeof readArguments>['values'];
export type Print = (line: string) => void;

export const command: Command = {
  name: 'quarantine',
  operands: 'VERB ...',
  summary: 'list, show or replay what ingest could not use',
  run: (args) => quarantineCommand(args),
};

/** Lists, shows and replays what ingest could not use. Throws Rejected for wrong arguments. */
export async function quarantineCommand(args: string[], print: Print = console.log): Promise<void> {
  const { values, positionals } = readArguments(args);
  const [verb, ...ids] = positionals;
  const isReading = verb === 'list' || (verb === 'show' && !values.raw);
  const api = () => openApi(values, isReading ? 'Security Reader' : 'Security Admin');
  if (verb === 'list') return list(await api(), values, print);
  if (verb === 'show' && ids.length === 1) return show(await api(), ids[0]!, values, print);
  if (verb === 'replay' && ids.length > 0 && !values.all) return replayEach(await api(), ids, values, print);
  if (verb === 'replay' && ids.length === 0 && values.all) return replayAll(await api(), values, print);
  throw new Rejected('InvalidArguments', usage);
}

const readArguments = (args: string[]) =>
  readOptions(
    {
      args,
      allowPositionals: true,
      options: {
        ...apiOptions,
        reason: { type: 'string' },
        source: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        replayed: { type: 'string' },
        top: { type: 'string', default: '100' },
        raw: { type: 'boolean', default: false },
        again: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
      },
    },
    usage,
  );

const given = (values: Options, names: readonly (keyof Options)[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, String(values[name])]])));

async function list(api: ApiCall, values: Options, print: Print): Promise<void> {
  const wanted = Number(values.top);
  if (!Number.isInteger(wanted) || wanted < 1) throw new Rejected('InvalidArguments', `--top is a number.\n${usage}`);
  const query = new URLSearchParams({ ...given(values, [...filterNames, 'replayed']), $top: String(wanted) });
  const entries: Entry[] = [];
  for (let next: string | undefined = `/api/v1/quarantine?${query.toString()}`; next && entries.length < wanted;) {
    const page: z.infer<typeof listSchema> = listSchema.parse(await api.get(next));
    entries.push(...page.value);
    next = page.nextLink;
  }
  const shown = entries.slice(0, wanted);
  if (values.json) return print(JSON.stringify(shown));
  for (const { id, arrivedAt, reason, source, bytes, replayedAt, detail } of shown) {
    const mark = replayedAt === null ? '' : ` (replayed ${replayedAt.slice(0, 19)})`;
    print(`${arrivedAt.slice(0, 19)} ${reason.padEnd(16)} ${(source ?? '-').padEnd(20)} ${bytes} bytes  ${id}${mark}`);
    print(`  ${detail}`);
  }
  print(`${shown.length} entries${entries.length > shown.length ? ', and more' : ''}`);
}

async function show(api: ApiCall, id: string, values: Options, print: Print): Promise<void> {
  const entry = entrySchema.parse(await api.get(pathOf(id)));
  const raw = values.raw ? rawSchema.parse(await api.get(`${pathOf(id)}/raw`)) : undefined;
  if (values.json) return print(JSON.stringify({ ...entry, ...raw }));
  for (const [name, value] of Object.entries(entry)) print(`${name.padEnd(12)} ${String(value ?? '-')}`);
  if (raw) print(`\n${visible(Buffer.from(raw.raw, 'base64').toString())}${raw.truncated ? '\n(cut here)' : ''}`);
}

/** Raw input is anybody's: no control character of it reaches the terminal. */
const visible = (text: string): string =>
  text.replace(/[^\n\t\P{C}]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);

async function replayEach(api: ApiCall, ids: string[], values: Options, print: Print): Promise<void> {
  for (const id of ids) {
    await api.post(`${pathOf(id)}/replay`, { again: values.again });
    if (!values.json) print(`${id} replayed`);
  }
  if (values.json) print(JSON.stringify({ replayed: ids.length }));
}

async function replayAll(api: ApiCall, values: Options, print: Print): Promise<void> {
  const filter = given(values, filterNames);
  const total = { replayed: 0, refused: 0 };
  for (let more = true; more;) {
    const page = replayedSchema.parse(await api.post('/api/v1/quarantine/replay', filter));
    const refused = page.outcomes.filter(({ outcome }) => outcome === 'refused');
    if (!values.json) for (const { id, detail = '' } of refused) print(`${id} refused: ${detail}`);
    total.replayed += page.replayed;
    total.refused += refused.length;
    // What was refused matches again: without any progress there is no end.
    more = page.more && page.replayed > 0;
  }
  print(values.json ? JSON.stringify(total) : `${total.replayed} replayed, ${total.refused} refused`);
}

const pathOf = (id: string): string => `/api/v1/quarantine/${encodeURIComponent(id)}`;
