import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { sources } from '../../../../content/sources.generated';
import { decode } from '../../../../shared/core/ingest/decode';
import { normalise, sortSources } from '../../../../shared/core/ingest/normalise';
import type { JsonObject } from '../../../../shared/model/json';
import type { TelemetryEvent } from '../../../../shared/model/telemetryEvent';

const context = { enqueuedAt: '2026-11-21T12:00:00.000Z', resourceId: '', position: '0/7' };
const sorted = sortSources(sources);

/** Hex, arguments in pieces, two events that interleave, an enriched one, lost records; beside it what laurel 0.5.1 made of it. */
const own = join(__dirname, 'sample.log');
const recorded = join(__dirname, 'sample.laurel.ndjson');
/** Recorded telemetry beside the checkout, which is no part of the project. */
const folder = join(__dirname, '../../../../../shared/telemetry/linux');
const logs = [
  own,
  ...(existsSync(folder) ? readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))) : []),
].filter((file) => file.endsWith('.log'));

/** What both sides must agree on. */
interface Facts {
  argv?: string[];
  exe?: string;
  comm?: string;
  cwd?: string;
  title?: string;
  paths?: string[];
}

function ours(file: string): Map<string, TelemetryEvent> {
  const { events } = normalise(decode(readFileSync(file)).records, context, sorted);
  const audited = events.map(({ event }) => event).filter(({ source }) => source === 'auditd');
  const byId = new Map(audited.map((event) => [`${Date.parse(event.time)}:${event.fields.serial as string}`, event]));
  expect(byId.size).toBe(audited.length);
  return byId;
}

const present = (facts: { [Name in keyof Facts]: Facts[Name] | undefined }): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));

const factsOf = ({ fields }: TelemetryEvent): Facts =>
  present({
    argv: fields.argv as string[] | undefined,
    exe: fields.exe as string | undefined,
    comm: fields.comm as string | undefined,
    cwd: fields.cwd as string | undefined,
    title: fields.proctitle as string | undefined,
    paths: (fields.paths as JsonObject[] | undefined)?.map(({ name }) => name as string),
  });

const idOf = (written: string): string => {
  const [time = '', serial = ''] = written.split(':');
  return `${Math.round(Number(time) * 1000)}:${serial}`;
};

/** laurel writes bytes that are no text as %xx. */
const unescaped = (text: string): string => (/%[0-9a-f]{2}/.test(text) ? decodeURIComponent(text) : text);

interface LaurelEvent {
  ID: string;
  SYSCALL?: { exe: string; comm: string };
  EXECVE?: { ARGV: string[] };
  CWD?: { cwd: string };
  PATH?: { name: string | null }[];
  PROCTITLE?: { ARGV: string[] };
}

function laurelFacts(text: string): Map<string, Facts> {
  const found = new Map<string, Facts>();
  for (const line of text.trim().split('\n')) {
    const { ID, SYSCALL, EXECVE, CWD, PATH, PROCTITLE } = JSON.parse(line) as LaurelEvent;
    const id = idOf(ID);
    const { paths = [], ...before } = found.get(id) ?? {};
    const all = [...paths, ...(PATH ?? []).flatMap(({ name }) => (name === null ? [] : [unescaped(name)]))];
    const facts: Facts = present({
      argv: EXECVE?.ARGV.map(unescaped),
      exe: SYSCALL && unescaped(SYSCALL.exe),
      comm: SYSCALL && unescaped(SYSCALL.comm),
      cwd: CWD && unescaped(CWD.cwd),
      title: PROCTITLE?.ARGV.map(unescaped).join(' '),
    });
    // A line that comes late is an event of its own there.
    found.set(id, { ...before, ...facts, ...(all.length > 0 && { paths: all }) });
  }
  return found;
}

/** The events of which we say something else than laurel, which may know less. */
function differences(file: string, laurel: Map<string, Facts>): unknown[] {
  const events = ours(file);
  return [...laurel].flatMap(([id, facts]) => {
    const event = events.get(id);
    const own = event && factsOf(event);
    const names = Object.keys(facts) as (keyof Facts)[];
    const same = own && names.every((name) => JSON.stringify(own[name]) === JSON.stringify(facts[name]));
    return same ? [] : [{ id, laurel: facts, own }];
  });
}

/** The tool, or undefined after saying that it is not here. */
function tool(name: string, flag: string): string | undefined {
  const found = spawnSync(name, [flag], { stdio: 'ignore' }).error === undefined;
  if (!found) console.warn(`${name} is not on the PATH: its comparison is skipped (Debian packages auditd and laurel)`);
  return found ? name : undefined;
}

it('reads the sample as laurel did: events, arguments, hex', () => {
  const laurel = laurelFacts(readFileSync(recorded).toString());
  expect(differences(own, laurel)).toEqual([]);
  expect([...ours(own).keys()].sort()).toEqual([...laurel.keys()].sort());
});

const laurel = tool('laurel', '--version');
(laurel ? describe : describe.skip)('laurel', () => {
  const place = mkdtempSync(join(tmpdir(), 'laurel-'));
  const config = join(place, 'laurel.toml');

  it.each(logs)('finds the same in %s', (file) => {
    const settings = [`directory = "${place}"`, `user = "${userInfo().username}"`, '[auditlog]', 'file = "out.json"'];
    writeFileSync(config, settings.join('\n'));
    writeFileSync(join(place, 'out.json'), '');
    execFileSync(laurel!, ['-c', config], { input: readFileSync(file), stdio: ['pipe', 'ignore', 'ignore'] });
    const found = laurelFacts(readFileSync(join(place, 'out.json')).toString());
    expect(found.size).toBeGreaterThan(0);
    expect(differences(file, found)).toEqual([]);
  });
});

/** ausearch writes control characters as \\ooo. */
const octal = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replace(/[\x00-\x1f]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`);

const ausearch = tool('ausearch', '-v');
(ausearch ? describe : describe.skip)('ausearch', () => {
  const search = (file: string, ...args: string[]): string =>
    execFileSync(ausearch!, ['-if', file, ...args], {
      env: { ...process.env, TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();

  it.each(logs)('finds the same events in %s', (file) => {
    const ids = search(file).matchAll(/^(?:node=\S+ )?type=\S+ msg=audit\(([\d.]+:\d+)\)/gm);
    const wanted = new Set(Array.from(ids, ([, id]) => idOf(id!)));
    const found = ours(file);
    expect([...wanted].filter((id) => !found.has(id))).toEqual([]);
    // Records of AppArmor are no AVC to it: it leaves them out.
    const more = [...found].filter(([id, { fields }]) => !wanted.has(id) && fields.apparmor === undefined);
    expect(more.map(([id]) => id)).toEqual([]);
  });

  it.each(logs)('decodes the same arguments in %s', (file) => {
    const bySerial = new Map(Array.from(ours(file), ([id, event]) => [id.split(':')[1]!, event]));
    const lines = search(file, '-i').matchAll(/^type=EXECVE msg=audit\([^)]*:(\d+)\) : argc=\d+ (.*?) ?$/gm);
    // It does not join arguments in pieces.
    const whole = [...lines].filter(([, , shown]) => !shown!.includes('[0]='));
    const wanted = whole.map(([, serial]) => {
      const { argv = [] } = factsOf(bySerial.get(serial!)!);
      return [
        serial,
        argv
          .map((text, at) => `a${at}=${octal(text)}`)
          .join(' ')
          .trimEnd(),
      ];
    });
    expect(whole.map(([, serial, shown]) => [serial, shown!.trimEnd()])).toEqual(wanted);
  });
});
