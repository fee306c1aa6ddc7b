import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { JsonObject } from '../../../../shared/model/json';
import type { LogSource } from '../../../../shared/model/telemetryEvent';
import { readRuleFile } from '../../../../shared/core/detect/sigma/readRuleFile';
import { compileRuleSet } from '../../../../shared/core/detect/sigma/ruleSet';
import { createSigmaDetector } from '../../../../shared/core/detect/sigma/sigmaDetector';
import { sigmaDocument } from '../sigmaDocument';
import { processEvent } from '../telemetry';

const uuid = (digit: number) => `${digit}1111111-1111-4111-8111-111111111111`;
const setOf = (...rules: object[]) => compileRuleSet(rules.map((rule, at) => ({ file: `${at}.yml`, rule })));
const matches = (rules: object[], fields: JsonObject, logSource?: LogSource) =>
  createSigmaDetector(setOf(...rules).rules).observe([processEvent(fields, logSource && { logSource })]).length;

describe('a filter', () => {
  const rule = sigmaDocument({ s: { Image: 'a.exe' }, condition: 's' }, { name: 'a_rule' });
  const filter = (changes: object = {}) => ({
    title: 'Known good',
    logsource: { product: 'windows', category: 'process_creation' },
    filter: { rules: ['a_rule'], good: { User: 'backup' }, condition: 'good', ...changes },
  });

  it('takes the events it knows out of the rules it names', () => {
    expect(matches([rule, filter()], { Image: 'a.exe', User: 'ann' })).toBe(1);
    expect(matches([rule, filter()], { Image: 'a.exe', User: 'backup' })).toBe(0);
    expect(matches([rule, filter({ rules: [uuid(1)] })], { Image: 'a.exe', User: 'backup' })).toBe(0);
    expect(matches([rule, filter({ rules: 'any' })], { Image: 'a.exe', User: 'backup' })).toBe(0);
  });

  it('leaves other rules and other log sources alone', () => {
    expect(matches([rule, filter({ rules: ['other'] })], { Image: 'a.exe', User: 'backup' })).toBe(1);
    const linux = { ...filter({ rules: 'any' }), logsource: { product: 'linux' } };
    expect(matches([rule, linux], { Image: 'a.exe', User: 'backup' })).toBe(1);
  });

  it('that names no rule there is, is told of', () => {
    const reason = (rules: string[]) => setOf(rule, filter({ rules })).rejected.map(({ message }) => message);
    expect(reason(['nobody'])).toEqual([expect.stringContaining('names "nobody", and there is no rule')]);
    expect(reason(['nobody', 'A_Rule'])).toEqual([]);
  });

  it('that is wrong is rejected, and the rule stays', () => {
    const { rules, rejected } = setOf(rule, filter({ condition: 'nobody' }));
    expect(rules).toHaveLength(1);
    expect(rejected.map(({ message }) => message)).toEqual([
      expect.stringContaining('1.yml: condition names no selection'),
    ]);
  });
});

describe('rules of one log source meet', () => {
  const detection = (field: string, value: string) => ({ s: { [field]: value }, condition: 's' });
  const sysmon = (category: string) => ({ product: 'windows', service: 'sysmon', category });
  it.each<[string, LogSource, object, JsonObject, LogSource, boolean]>([
    [
      'registry_event, a value set',
      { product: 'windows', category: 'registry_event' },
      detection('A', 'x'),
      { A: 'x' },
      sysmon('registry_set'),
      true,
    ],
    [
      'registry_add, a key made',
      { product: 'windows', category: 'registry_add' },
      detection('A', 'x'),
      { A: 'x', EventType: 'CreateKey' },
      sysmon('registry_event'),
      true,
    ],
    [
      'registry_add, a key deleted',
      { product: 'windows', category: 'registry_add' },
      detection('A', 'x'),
      { A: 'x', EventType: 'DeleteKey' },
      sysmon('registry_event'),
      false,
    ],
    [
      'process_creation, the process that Security 4688 tells of',
      { product: 'windows', category: 'process_creation' },
      detection('ProcessId', '0x10'),
      { NewProcessId: '0x10', ProcessId: '0x4' },
      { product: 'windows', service: 'security', category: 'process_creation' },
      true,
    ],
    [
      'file_delete, 26',
      { product: 'windows', category: 'file_delete' },
      detection('A', 'x'),
      { A: 'x' },
      sysmon('file_delete_detected'),
      true,
    ],
    [
      'antivirus',
      { category: 'antivirus' },
      detection('Signature|contains', 'Mimikatz'),
      { EventID: 1116, ThreatName: 'HackTool:Win64/Mimikatz' },
      { product: 'windows', service: 'windefend' },
      true,
    ],
    [
      'antivirus, another event',
      { category: 'antivirus' },
      detection('Signature|contains', 'Mimikatz'),
      { EventID: 5001, ThreatName: 'Mimikatz' },
      { product: 'windows', service: 'windefend' },
      false,
    ],
    [
      'syslog, a line of sudo',
      { product: 'linux', service: 'syslog' },
      detection('A', 'x'),
      { A: 'x' },
      { product: 'linux', service: 'sudo' },
      true,
    ],
    [
      'sudo, a line of sshd',
      { product: 'linux', service: 'sudo' },
      detection('A', 'x'),
      { A: 'x' },
      { product: 'linux', service: 'sshd' },
      false,
    ],
    [
      'Entra audit, the category of the record',
      { product: 'azure', service: 'auditlogs' },
      detection('Category', 'RoleManagement'),
      { category: 'AuditLogs', properties: { category: 'RoleManagement' } },
      { product: 'azure', service: 'auditlogs' },
      true,
    ],
    [
      'Entra audit, what happened',
      { product: 'azure', service: 'auditlogs' },
      detection('properties.message', 'Add member to role'),
      { operationName: 'Add member to role' },
      { product: 'azure', service: 'auditlogs' },
      true,
    ],
    [
      'sign-ins, the client',
      { product: 'azure', service: 'signinlogs' },
      detection('ClientApp', 'IMAP4'),
      { properties: { clientAppUsed: 'IMAP4' } },
      { product: 'azure', service: 'signinlogs' },
      true,
    ],
    [
      'risk detections',
      { product: 'azure', service: 'riskdetection' },
      detection('riskEventType', 'anonymizedIPAddress'),
      { properties: { riskEventType: 'anonymizedIPAddress' } },
      { product: 'azure', service: 'riskdetection' },
      true,
    ],
    [
      'Google, a short name',
      { product: 'gcp', service: 'gcp.audit' },
      detection('gcp.audit.method_name', 'v*.compute.firewalls.delete'),
      { protoPayload: { methodName: 'v1.compute.firewalls.delete' } },
      { product: 'gcp', service: 'gcp.audit' },
      true,
    ],
    [
      'Google, a long name',
      { product: 'gcp', service: 'gcp.audit' },
      detection('data.protoPayload.serviceName', 'x'),
      { protoPayload: { serviceName: 'x' } },
      { product: 'gcp', service: 'gcp.audit' },
      true,
    ],
    [
      'Kubernetes, any host path',
      { product: 'kubernetes', service: 'audit', category: 'application' },
      detection('hostPath', '*'),
      { requestObject: { spec: { volumes: [{ hostPath: { path: '/' } }] } } },
      { product: 'kubernetes', service: 'audit', category: 'application' },
      true,
    ],
    [
      'Office 365, an alert policy',
      { product: 'm365', service: 'threat_management' },
      detection('eventSource', 'SecurityComplianceCenter'),
      { Workload: 'SecurityComplianceCenter' },
      { product: 'm365', service: 'audit' },
      true,
    ],
  ])('%s', (_name, logsource, rule, fields, logSource, expected) => {
    expect(matches([sigmaDocument(rule, { logsource })], fields, logSource)).toBe(expected ? 1 : 0);
  });
});

describe('a set of rules', () => {
  it('gives a rule without an id one that stays when the rule is tuned', () => {
    const { id: _, ...rule } = sigmaDocument({ s: { a: 1 }, condition: 's' }) as Record<string, unknown>;
    const idOf = (changes: object) => setOf({ ...rule, ...changes }).rules[0]?.rule.id;
    expect(idOf({})).toMatch(/^[\da-f]{8}-[\da-f]{4}-5/);
    expect(idOf({ detection: { s: { a: 2 }, condition: 's' } })).toBe(idOf({}));
    expect(idOf({ title: 'Another rule' })).not.toBe(idOf({}));
  });

  it('refuses what belongs to Sigma 1, with the way out', () => {
    const { rejected } = setOf(
      { action: 'global' },
      sigmaDocument({ s: { a: 1 }, condition: 's | count() > 5' }),
      sigmaDocument({ s: { a: 1 }, condition: 's', timeframe: '5m' }),
    );
    expect(rejected.map(({ message }) => message)).toEqual([
      expect.stringContaining('"action" is Sigma 1'),
      expect.stringContaining('correlation'),
      expect.stringContaining('correlation'),
    ]);
  });

  it('names the line of a fault, or that of the nearest thing around it', () => {
    const text = [
      'title: A rule',
      `id: ${uuid(1)}`,
      'logsource: {product: windows}',
      'detection:',
      '  s:',
      '    - Image: a',
      '    - Image|re: "(?=x)"',
      '  condition: s',
    ].join('\n');
    const line = (from: string, to: string) => {
      const { documents } = readRuleFile('x.yml', text.replace(from, to));
      return compileRuleSet(documents).rejected.map(({ message }) => /^x\.yml:(\d+): /.exec(message)?.[1]);
    };
    expect(line('', '')).toEqual(['7']);
    expect(line('condition: s', 'condition: s and t').concat(line('(?=x)', 'x'))).toEqual(['8']);
    expect(line('product: windows', 'service: []')).toEqual(['3']);
    expect(line('title: A rule', 'level: high')).toEqual(['1']);
  });

  it('says where YAML is broken, and reads the other documents of the file', () => {
    const good = `title: A\nid: ${uuid(1)}\nlogsource: {product: windows}\ndetection: {s: {a: 1}, condition: s}\n`;
    const { documents, rejected } = readRuleFile('x.yml', `${good}---\na: [\n---\n${good}`);
    expect(documents).toHaveLength(2);
    expect(rejected.map(({ message }) => message)).toEqual([expect.stringMatching(/^x\.yml:\d+: /)]);
  });

  it.each([
    [
      'aliases that unfold without end',
      `a: &a [${'x,'.repeat(50)}]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]`,
      1,
    ],
    ['an alias within what it refers to', 'a: &a {b: *a}', 1],
    ['an alias of nothing', 'a: *b', 1],
    ['lists in lists without end', '- '.repeat(100_000), 1],
    ['keys without end', `a:\n${Array.from({ length: 100_000 }, (_, at) => `  k${at}: 1`).join('\n')}`, 3001],
  ])('%s costs no other document', (_name, text, line) => {
    const { rejected } = readRuleFile('x.yml', text);
    expect(rejected.map(({ message }) => message)).toEqual([expect.stringMatching(`^x\\.yml:${line}: `)]);
  });

  it('passes over documents without anything in them, but tells of a file that has none', () => {
    const empty = (text: string) => readRuleFile('x.yml', text);
    expect(empty('---\ntitle: A\n---\n---\n').documents).toHaveLength(1);
    expect(['', '# nothing', '---\n'].map((text) => empty(text).rejected[0]?.message)).toEqual(
      Array(3).fill('x.yml: holds no rule'),
    );
  });

  it('does not take a correlation for the rule that has its name in another case', () => {
    const rule = sigmaDocument({ s: { a: 1 }, condition: 's' }, { name: 'logon' });
    const correlation = { type: 'event_count', rules: ['logon'], timespan: '1m', condition: { gte: 2 } };
    expect(setOf(rule, { title: 'Logons', id: uuid(2), name: 'Logon', correlation }).correlations).toHaveLength(1);
  });
});

// Rules for tests beside the project, when they are there.
const corpus = join(__dirname, '../../../../../shared/sigma/rules.ndjson.gz');

(existsSync(corpus) ? describe : describe.skip)('the public rules', () => {
  it('compile (every third of them), but for placeholders that nobody fills', () => {
    const lines = gunzipSync(readFileSync(corpus)).toString('utf8').trim().split('\n');
    const sample = lines
      .filter((_, at) => at % 3 === 1)
      .map((line) => JSON.parse(line) as { path: string; yaml: string });
    const { rules, rejected } = compileRuleSet(sample.flatMap(({ path, yaml }) => readRuleFile(path, yaml).documents));
    expect(rules.length + rejected.length).toBe(sample.length);
    expect(rejected.filter(({ message }) => !message.includes('a list named')).map(({ message }) => message)).toEqual(
      [],
    );
    expect(rules.filter(({ clues }) => clues.length === 0).length).toBeLessThan(sample.length / 50);
  }, 60_000);
});
