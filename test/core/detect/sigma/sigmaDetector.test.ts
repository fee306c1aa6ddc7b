import { compileRule, type CompiledRule } from '../../../../shared/core/detect/sigma/compileRule';
import { createSigmaDetector } from '../../../../shared/core/detect/sigma/sigmaDetector';
import { sigmaDocument } from '../sigmaDocument';
import { processEvent } from '../telemetry';

const rule = (detection: object, changes: object = {}) =>
  compileRule(sigmaDocument(detection, changes), 'test.yml') as CompiledRule;

const image = { s: { Image: 'a.exe' }, condition: 's' };

describe('the Sigma detector', () => {
  it('makes a finding of a match', () => {
    const [finding] = createSigmaDetector([rule(image, { fields: ['Image', 'User'] })]).observe([
      processEvent({ image: 'A.exe' }),
    ]);
    expect(finding).toMatchObject({
      entityKey: expect.stringContaining('/virtualmachines/vm-1|vm-1.example.com'),
      time: '2026-03-02T08:00:00.000Z',
      compromisedEntity: 'vm-1.example.com',
      eventIds: ['event-1'],
      extendedProperties: { Image: 'A.exe' },
    });
  });

  it.each([
    [{ product: 'windows' }, true],
    [{ product: 'Windows', category: 'PROCESS_CREATION' }, true],
    [{ category: 'process_creation' }, true],
    [{ product: 'linux', category: 'process_creation' }, false],
    [{ product: 'windows', service: 'sysmon' }, false],
  ])('a rule for %j meets a Windows process event: %s', (logsource, expected) => {
    const findings = createSigmaDetector([rule(image, { logsource })]).observe([processEvent({ Image: 'a.exe' })]);
    expect(findings).toHaveLength(expected ? 1 : 0);
  });

  it('looks at no field of an event that no rule is for', () => {
    const fields = new Proxy({}, { get: () => fail('read'), ownKeys: () => fail('listed'), has: () => fail('asked') });
    const event = processEvent({}, { logSource: { product: 'zeek' } });
    expect(createSigmaDetector([rule(image)]).observe([{ ...event, fields }])).toEqual([]);
  });

  it('asks each record behind an audit event, and none of them for fields of another', () => {
    const logsource = { product: 'linux', service: 'auditd' };
    const exec = rule({ s: { type: 'EXECVE', a0: 'nc' }, condition: 's' }, { logsource });
    const mixed = rule({ s: { type: 'EXECVE', cwd: '/root' }, condition: 's' }, { logsource });
    const event = processEvent(
      { type: 'SYSCALL', cwd: '/root' },
      {
        logSource: logsource,
        parts: [{ type: 'SYSCALL' }, { type: 'EXECVE', a0: 'nc' }, { type: 'CWD', cwd: '/root' }],
      },
    );
    expect(createSigmaDetector([exec]).observe([event])).toHaveLength(1);
    expect(createSigmaDetector([mixed]).observe([event])).toEqual([]);
  });

  it('asks each element of a list when the rule says so, with the event around it', () => {
    const skywarden = {
      alertType: 'Test',
      each: ['rules'],
      cases: { positive: [{ name: 'p', body: '' }], negative: [{ name: 'n', body: '' }] },
    };
    const both = rule({ s: { Image: 'a.exe', x: 1, y: 1 }, condition: 's' }, { skywarden });
    const observe = (rules: object[]) =>
      createSigmaDetector([both]).observe([processEvent({ Image: 'a.exe', rules: JSON.stringify(rules) })]);
    expect(observe([{ x: 1 }, { x: 1, y: 1 }])).toHaveLength(1);
    expect(observe([{ x: 1 }, { y: 1 }])).toEqual([]);
  });
});

function fail(what: string): never {
  throw new Error(`the record was ${what}`);
}
