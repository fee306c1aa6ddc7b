import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { detectCommand } from '../../cli/commands/detect';

const uuid = (digit: number) => `${digit}1111111-1111-4111-8111-111111111111`;
const rule = `title: Who am I
id: ${uuid(1)}
name: who_am_i
logsource: { product: windows, category: process_creation }
detection:
  s: { Image|endswith: '\\whoami.exe' }
  condition: s
`;
const broken = `title: Broken
id: ${uuid(2)}
logsource: { product: windows }
detection:
  s:
    Image|sounds_like: a
  condition: s
`;
const event = (minute: number, image: string) => ({
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Computer: 'pc-1',
  UtcTime: `2026-03-02 08:${String(minute).padStart(2, '0')}:00.000`,
  Image: `C:\\Windows\\System32\\${image}`,
});
const events = [event(1, 'cmd.exe'), event(2, 'whoami.exe'), event(3, 'a.exe'), event(4, 'WhoAmI.exe')];

let folder: string;
const place = (name: string) => join(folder, name);
const write = (name: string, content: string | Buffer) => writeFileSync(place(name), content);
let errors: jest.SpyInstance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skywarden-detect-'));
  write('rule.yml', rule);
  errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  errors.mockRestore();
});

async function run(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await detectCommand(args, (line) => lines.push(line));
  return lines;
}
const detect = async (file: string, ...more: string[]) =>
  (await run('--rules', folder, '--events', place(file), ...more)).map((line) => JSON.parse(line) as { line: number });
const numbers = async (file: string, ...more: string[]) => (await detect(file, ...more)).map(({ line }) => line);

describe('skywarden detect', () => {
  it('prints one line per match, with rule, title, file, number and id of the event', async () => {
    write('events.ndjson', events.map((one) => JSON.stringify(one)).join('\n'));
    const [first, ...others] = await detect('events.ndjson');
    expect(first).toEqual({
      rule: uuid(1),
      title: 'Who am I',
      file: place('events.ndjson'),
      line: 2,
      eventId: expect.stringMatching(/^windowsProcess-/),
    });
    expect(others).toEqual([expect.objectContaining({ line: 4 })]);
  });

  it.each<[string, string | Buffer]>([
    ['an array', JSON.stringify(events)],
    ['an envelope', JSON.stringify({ records: events })],
    ['a pretty-printed array', JSON.stringify(events, null, 2)],
    ['gzip', gzipSync(events.map((one) => JSON.stringify(one)).join('\n'))],
    ['a byte order mark', `\ufeff${events.map((one) => JSON.stringify(one)).join('\r\n')}`],
    [
      'UTF-16, as PowerShell writes it',
      Buffer.from(`\ufeff${events.map((one) => JSON.stringify(one)).join('\r\n')}`, 'utf16le'),
    ],
    [
      'what evtx_dump prints',
      events.map((one, at) => `Record ${at + 1}\r\n${JSON.stringify(one, null, 2)}\r\n`).join(''),
    ],
    ['an envelope a line', events.map((one) => JSON.stringify({ records: [one] })).join('\n')],
    ['two envelopes', [events.slice(0, 3), events.slice(3)].map((records) => JSON.stringify({ records })).join('\n')],
  ])('reads %s', async (_name, content) => {
    write('events', content);
    expect(await numbers('events')).toEqual([2, 4]);
  });

  it('counts records that nobody can read', async () => {
    write('events.ndjson', [JSON.stringify(events[0]), '{"broken', JSON.stringify(events[1])].join('\n'));
    expect(await numbers('events.ndjson')).toEqual([3]);
    expect(errors).toHaveBeenCalledWith(expect.stringContaining(':2: not read'));
  });

  it('reads lines of the audit log, several to an event', async () => {
    write(
      'audit.yml',
      `title: Netcat\nid: ${uuid(3)}\nlogsource: {product: linux, service: auditd}\ndetection: {s: {type: EXECVE, a0: nc}, condition: s}\n`,
    );
    const lines = (serial: number, name: string) => [
      `type=SYSCALL msg=audit(1772438411.100:${serial}): arch=c000003e syscall=59 success=yes exe="/usr/bin/${name}"`,
      `type=EXECVE msg=audit(1772438411.100:${serial}): argc=1 a0="${name}"`,
    ];
    write('audit.log', [...lines(1, 'ls'), ...lines(2, 'nc')].join('\n'));
    expect(await numbers('audit.log')).toEqual([2]);
  });

  it('lets correlations remember from event to event', async () => {
    write(
      'together.yml',
      `title: Twice\nid: ${uuid(4)}\ncorrelation: {type: event_count, rules: [who_am_i], group-by: [Computer], timespan: 5m, condition: {gte: 2}}\n`,
    );
    write('events.json', JSON.stringify(events));
    expect(await detect('events.json')).toEqual([expect.objectContaining({ rule: uuid(4), line: 4 })]);
  });

  it('leaves out alerts of other products that ask nobody for anything', async () => {
    const alert = (id: string, more: object) => ({
      id,
      title: 'Something bad',
      severity: 'medium',
      status: 'new',
      serviceSource: 'microsoftDefenderForIdentity',
      createdDateTime: '2026-11-21T08:06:00Z',
      ...more,
    });
    const sent = [
      alert('a', { status: 'resolved' }),
      alert('b', { classification: 'falsePositive' }),
      alert('c', { severity: 'informational' }),
      alert('d', {}),
    ];
    write('events.ndjson', sent.map((one) => JSON.stringify(one)).join('\n'));
    const told = await run('--content', '--events', place('events.ndjson'));
    expect(told.map((line) => JSON.parse(line) as object)).toEqual([expect.objectContaining({ line: 4 })]);
  });

  it('goes on without a broken rule and says which, where and why', async () => {
    write('broken.yml', broken);
    write('events.json', JSON.stringify(events));
    expect(await numbers('events.json')).toEqual([2, 4]);
    expect(errors).toHaveBeenCalledWith(expect.stringMatching(/broken\.yml:6: .*sounds_like/));
  });

  it('refuses rules that are no text, or unfold into more than memory holds, and uses the others', async () => {
    const [head, tail] = rule.replaceAll(uuid(1), uuid(3)).split('whoami');
    write('noText.yml', Buffer.concat([Buffer.from(head!), Buffer.from([0xff, 0xfe]), Buffer.from(tail!)]));
    write('bomb.yml', 'a: &a {b: *a}');
    write('deep.yml', '['.repeat(100_000));
    write(
      'dashes.yml',
      rule.replace("{ Image|endswith: '\\whoami.exe' }", `{ Image|windash: [${"' -a -b -c -d -e',".repeat(6_000)}] }`),
    );
    write('events.ndjson', JSON.stringify(events[1]));
    expect(await numbers('events.ndjson')).toEqual([1]);
    const told = errors.mock.calls.map(([line]) => String(line));
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/noText\.yml: is not UTF-8/),
        expect.stringMatching(/bomb\.yml:1: /),
        expect.stringMatching(/deep\.yml:1: is nested too deeply/),
        expect.stringMatching(/dashes\.yml:5: detection unfolds into more than/),
      ]),
    );
  });

  it('tells of each rule whether it compiles', async () => {
    write('broken.yml', broken);
    write('no.yml', 'title: [');
    write('two.yml', `${rule.replace(uuid(1), uuid(5))}---\n${rule.replace(uuid(1), uuid(6))}`);
    const lines = await run('--rules', folder, '--compile-only');
    expect(lines).toEqual([
      expect.stringMatching(/^broken\.yml:6: /),
      'rule.yml:1: ok',
      'two.yml:1: ok',
      'two.yml:9: ok',
      expect.stringMatching(/^no\.yml:1: /),
    ]);
  });

  it('fills placeholders from a file', async () => {
    write('rule.yml', rule.replace("endswith: '\\whoami.exe'", "endswith|expand: '\\\\%tools%'"));
    write('lists.yaml', 'tools: [a.exe]');
    write('events.json', JSON.stringify(events));
    expect(await numbers('events.json')).toEqual([]);
    expect(await numbers('events.json', '--placeholders', place('lists.yaml'))).toEqual([3]);
  });

  it('says what the rules took', async () => {
    write('events.json', JSON.stringify(events));
    await detect('events.json', '--profile');
    expect(errors).toHaveBeenCalledWith(expect.stringMatching(/total ms[\s\S]*2 +2 .*Who am I/));
  });

  it('runs what is shipped', async () => {
    const image = 'C:\\Temp\\ASC_AlertTest_662jfi039N.exe';
    write('events.json', JSON.stringify([{ ...events[0], Image: image, CommandLine: `${image} -foo` }]));
    const lines = await run('--content', '--events', place('events.json'));
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ title: expect.stringContaining('test alert'), line: 1 }),
    ]);
  });

  it('says nothing of an alert that another product has closed', async () => {
    const finding = {
      schemaVersion: '2.0',
      id: '0f',
      arn: 'arn:aws:guardduty:eu-west-1:000000000001:detector/d1/finding/0f',
      type: 'UnauthorizedAccess:EC2/SSHBruteForce',
      title: 'Passwords are tried',
      severity: 5.3,
    };
    const states = [false, true].map((archived) => ({ ...finding, service: { detectorId: 'd1', archived } }));
    write('events.json', JSON.stringify(states));
    const lines = await run('--content', '--events', place('events.json'));
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ title: 'Passwords are tried', line: 1 }),
    ]);
  });

  it.each([
    ['neither rules nor content', []],
    ['both', ['--rules', 'x', '--content']],
    ['no events', ['--content']],
    ['an unknown format', ['--content', '--events', 'x', '--format', 'xml']],
  ])('refuses %s with its usage', async (_name, args) => {
    await expect(run(...args)).rejects.toThrow('Usage: skywarden detect');
  });

  it('fails on a file that is not there', async () => {
    await expect(run('--content', '--events', place('none'))).rejects.toThrow('ENOENT');
  });
});
