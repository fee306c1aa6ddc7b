import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { compileRule, compileRules } from '../../../../shared/core/detect/sigma/compileRule';
import { Rejected } from '../../../../shared/model/rejected';
import { sigmaDocument } from '../sigmaDocument';

describe('compileRule', () => {
  it('reads severity, techniques and intent from level and tags', () => {
    const tags = ['attack.credential_access', 'attack.t1003.001', 'cve.2021-1', 'attack.t1003'];
    const compiled = compileRule(sigmaDocument({ s: { a: 1 }, condition: 's' }, { level: 'critical', tags }), 'a.yml');
    expect(compiled).toMatchObject({
      rule: { severity: 'High', intent: 'CredentialAccess', techniques: ['T1003.001', 'T1003'] },
    });
  });

  it('makes type and plan of an alert from title and product when we add nothing', () => {
    const compiled = compileRule(sigmaDocument({ s: { a: 1 }, condition: 's' }, { title: 'Odd net.exe use' }), 'a.yml');
    expect(compiled).toMatchObject({
      rule: { alertType: 'Sigma_OddNetExeUse', productComponentName: 'VirtualMachines', windowSeconds: 3600 },
      entity: ['resourceId', 'host'],
    });
  });

  it('keeps the author for whoever sees a match', () => {
    const compiled = compileRule(sigmaDocument({ s: { a: 1 }, condition: 's' }, { author: 'A. Writer' }), 'a.yml');
    expect(compiled).toMatchObject({ rule: { author: 'A. Writer' } });
  });

  it.each([
    ['a text', 'text'],
    ['nothing', null],
    ['no id', sigmaDocument({ s: { a: 1 }, condition: 's' }, { id: undefined })],
    ['no log source', sigmaDocument({ s: { a: 1 }, condition: 's' }, { logsource: {} })],
    ['no condition', sigmaDocument({ s: { a: 1 } })],
    ['an unknown selection', sigmaDocument({ s: { a: 1 }, condition: 't' })],
    ['a time frame', sigmaDocument({ s: { a: 1 }, timeframe: '5m', condition: 's' })],
    ['an unknown key of ours', sigmaDocument({ s: { a: 1 }, condition: 's' }, { skywarden: { alertTyp: 'x' } })],
  ])('%s is rejected with the name of the file', (_name, raw) => {
    const result = compileRule(raw, 'content/detections/x.yml');
    expect(result).toBeInstanceOf(Rejected);
    expect((result as Rejected).message).toContain('content/detections/x.yml: ');
  });

  it('lets a faulty rule affect no other', () => {
    const good = sigmaDocument({ s: { a: 1 }, condition: 's' });
    const { rules, rejected } = compileRules([
      { file: 'bad.yml', rule: 7 },
      { file: 'good.yml', rule: good },
    ]);
    expect(rules.map(({ file }) => file)).toEqual(['good.yml']);
    expect(rejected).toHaveLength(1);
  });
});

// Public Sigma rules beside the project, when they are there.
const corpus = join(__dirname, '../../../../../shared/sigma/rules.ndjson.gz');

(existsSync(corpus) ? describe : describe.skip)('the public rules', () => {
  it('compile (every fourth of them), but for placeholders that nobody fills', () => {
    const lines = gunzipSync(readFileSync(corpus)).toString('utf8').trim().split('\n');
    const sample = lines.filter((_, at) => at % 4 === 0);
    const documents = sample.map((line) => JSON.parse(line) as { path: string; yaml: string });
    const { rules, rejected } = compileRules(documents.map(({ path, yaml }) => ({ file: path, rule: parse(yaml) })));
    expect(rules.length).toBeGreaterThan(930);
    expect(rejected.filter(({ message }) => !message.includes('"expand"')).map(({ message }) => message)).toEqual([]);
  }, 60_000);
});
