import fc from 'fast-check';
import { source as agent } from '../../content/sources/agent';
import { source as auditd } from '../../content/sources/auditd';
import { source as azureActivity } from '../../content/sources/azureActivity';
import { source as azureResource } from '../../content/sources/azureResource';
import { source as generic } from '../../content/sources/generic';
import { source as windowsProcess } from '../../content/sources/windowsProcess';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';

const context: RecordContext = { enqueuedAt: '2026-11-21T12:00:00.000Z', resourceId: '', position: '0/7/0' };
const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const one = (source: Source, raw: RawRecord, changed: Partial<RecordContext> = {}) =>
  source.normalise([raw], { ...context, ...changed })[0]!;

describe('auditd', () => {
  const line = (type: string, pairs: string, serial = 1) =>
    `type=${type} msg=audit(1795219200.500:${serial}): ${pairs}`;
  const event = (...records: string[]) => auditd.normalise(records, context)[0]!;
  const syscall = line(
    'SYSCALL',
    'arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 pid=7 ppid=1 auid=1000 uid=0 ses=3 comm="x" exe="/bin/x"',
  );

  it('decodes hex where spaces or control bytes stand, and never a quoted value', () => {
    const { fields } = event(
      line(
        'USER_CMD',
        `pid=7 uid=1000 msg='cwd="2F746D70" cmd=6C73202D6C exe=2F62696E2F61202864656C6574656429 res=success'`,
      ),
    );
    expect(fields).toMatchObject({ cwd: '2F746D70', cmd: 'ls -l', exe: '/bin/a (deleted)', result: 'success' });
  });

  it('joins long arguments over several EXECVE lines, whatever their order', () => {
    const pieces = [
      line('EXECVE', 'argc=3 a0="sh" a1=2D63 a2_len=12 a2[0]=6563'),
      line('EXECVE', 'a2[1]=686F2068'),
      line('EXECVE', 'a2[2]=69'),
    ];
    const { fields, parts } = event(pieces[2]!, pieces[1]!, syscall, pieces[0]!);
    expect(fields).toMatchObject({ CommandLine: 'sh -c echo hi', argv: ['sh', '-c', 'echo hi'], a0: '1' });
    expect(parts).toContainEqual(expect.objectContaining({ type: 'EXECVE', a0: 'sh', a2: 'echo hi' }));
  });

  it('keeps empty arguments in their place', () => {
    expect(event(syscall, line('EXECVE', 'argc=3 a0="a" a1="" a2="c"')).fields.argv).toEqual(['a', '', 'c']);
  });

  it('takes the command line from proctitle when there is no EXECVE', () => {
    expect(event(syscall, line('PROCTITLE', 'proctitle=61002D6200')).fields.CommandLine).toBe('a -b');
  });

  it('names system calls by architecture, as enriched logs do', () => {
    expect(event(syscall).parts).toMatchObject([{ type: 'SYSCALL', SYSCALL: 'execve', ARCH: 'x86_64' }]);
    const arm = syscall.replace('c000003e', 'c00000b7').replace('syscall=59', 'syscall=221');
    expect(event(arm).fields.SYSCALL).toBe('execve');
  });

  it('reads enriched pairs after byte 0x1D and takes names from them', () => {
    const { fields, entities } = event(`${syscall}\x1dARCH=x86_64 SYSCALL=execve AUID="ann" UID="root"`);
    expect(fields).toMatchObject({ AUID: 'ann', UID: 'root', User: 'ann', auid: '1000' });
    expect(entities).toContainEqual({ type: 'account', name: 'ann', uid: '1000' });
  });

  it('splits the keys of several rules, and reads both spellings of one', () => {
    expect(event(`${syscall} key=6578656301363462697401`.replace('01"', '')).fields.key).toEqual(['exec', '64bit', '']);
    expect(event(`${syscall} key="key=net"`).fields.key).toBe('net');
    expect(event(`${syscall} key=(null)`).fields.key).toBeUndefined();
  });

  it.each([
    ['IPv4', '02000050C63364070000000000000000', { saddr_fam: 'inet', addr: '198.51.100.7', port: '80' }],
    [
      'IPv6',
      '0A0001BB0000000020010DB800000000000000000000000100000000',
      { saddr_fam: 'inet6', addr: '2001:db8::1', port: '443' },
    ],
    ['a path', '01002F72756E2F7300', { saddr_fam: 'local', path: '/run/s' }],
    ['an abstract path', '0100006162', { saddr_fam: 'local', path: '@ab' }],
    ['netlink', '100000000000000000000000', { saddr_fam: 'netlink' }],
  ])('reads a socket address: %s', (_, saddr, expected) => {
    expect(event(line('SOCKADDR', `saddr=${saddr}`)).parts![0]).toMatchObject(expected);
  });

  it('keeps PATH records as a list in the order of their items', () => {
    const { fields, entities } = event(
      line('PATH', 'item=1 name="b" nametype=CREATE'),
      line('CWD', 'cwd="/etc"'),
      line('PATH', 'item=0 name="/etc" nametype=PARENT'),
      syscall,
    );
    expect(fields.paths).toMatchObject([{ name: '/etc' }, { name: 'b' }]);
    expect(entities).toContainEqual({ type: 'file', name: 'b', directory: '/etc' });
  });

  it('names the event by what is not its system call, and notes conflicts', () => {
    const avc = line('AVC', 'avc:  denied  { read write } for  pid=7 comm="y" scontext=a tcontext=b tclass=dir');
    expect(event(syscall, avc).fields).toMatchObject({
      type: 'AVC',
      comm: 'x',
      seresult: 'denied',
      seperms: 'read write',
      conflicts: ['comm'],
    });
  });

  it('reads the words and brackets of old records', () => {
    const start = line(
      'USER_START',
      `user pid=1 uid=0 auid=0 msg='PAM: session open acct=root : exe="/usr/sbin/crond" (hostname=?, addr=203.0.113.4, terminal=cron res=success)'`,
    );
    expect(event(start).fields).toMatchObject({ acct: 'root', addr: '203.0.113.4', terminal: 'cron', res: 'success' });
    expect(event(line('LOGIN', 'login pid=1 uid=0 old auid=4294967295 new auid=0')).fields).toMatchObject({
      'old-auid': '4294967295',
      'new-auid': '0',
    });
  });

  it('gives the same event for the same lines in another order, another for other lines of the serial', () => {
    const cwd = line('CWD', 'cwd="/"');
    expect(event(cwd, syscall)).toEqual(event(syscall, cwd));
    expect(event(syscall).id).not.toBe(event(cwd).id);
  });

  it('says that records of a system call came without it', () => {
    expect(event(line('CWD', 'cwd="/"')).fields.incomplete).toBe(true);
    expect(event(syscall).fields.incomplete).toBeUndefined();
  });

  it('calls no process creation what was not run', () => {
    expect(event(syscall.replace('success=yes', 'success=no')).logSource.category).toBeUndefined();
  });

  it.each([
    ['1300', 'SYSCALL'],
    ['UNKNOWN[1334]', 'UNKNOWN[1334]'],
  ])('names record type %s', (given, name) => {
    expect(event(line(given, 'pid=1')).fields.type).toBe(name);
  });

  it('reads a line behind a syslog header', () => {
    const { fields } = event(
      `<85>Nov 21 08:00:00 web-1 audispd: node=web-1 ${line('USER_LOGIN', "pid=1 msg='res=failed'")}`,
    );
    expect(fields).toMatchObject({ node: 'web-1', type: 'USER_LOGIN', result: 'failed' });
  });

  it('reads any text behind an audit header without failing', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(' ', '=', "'", '"', '{', '\x1d', "msg='", 'a0=', 'saddr=0200', 'key=', '4142', '('),
    );
    const type = fc.constantFrom('SYSCALL', 'EXECVE', 'SOCKADDR', 'USER_LOGIN', 'PATH', 'AVC', 'X');
    fc.assert(
      fc.property(type, fc.array(piece), (name, pieces) => {
        expect(event(line(name, pieces.join(''))).fields.serial).toBe('1');
      }),
    );
  });

  it('takes quotes within quotes without end', () => {
    expect(event(line('USER_CMD', "msg='a=".repeat(40_000))).fields.type).toBe('USER_CMD');
  });

  it('takes long lines without end in linear time', () => {
    const words = `${'a '.repeat(100_000)}b=c`;
    expect(event(line('SYSCALL', words)).fields.b).toBe('c');
  });
});

describe('windowsProcess', () => {
  const evtx = (id: unknown, data: object, system = {}) =>
    ({
      Event: { System: { EventID: id, Channel: 'Security', Computer: 'pc', ...system }, EventData: data },
    }) as unknown as RawRecord;

  it('gives Security 4688 the names of process creation and keeps its own', () => {
    const { fields, entities } = one(
      windowsProcess,
      evtx(4688, {
        NewProcessName: 'C:\\a\\b.exe',
        NewProcessId: '0x10',
        ProcessId: '0x8',
        ParentProcessName: 'C:\\c.exe',
        SubjectUserName: 'ann',
        SubjectDomainName: 'EX',
        TargetUserName: '-',
        TargetDomainName: '-',
        MandatoryLabel: 'S-1-16-16384',
      }),
    );
    expect(fields).toMatchObject({
      Image: 'C:\\a\\b.exe',
      ParentImage: 'C:\\c.exe',
      ParentProcessId: '0x8',
      ProcessId: '0x8',
      User: 'EX\\ann',
      IntegrityLevel: 'System',
      NewProcessName: 'C:\\a\\b.exe',
    });
    expect(entities).toContainEqual({ type: 'account', name: 'ann', ntDomain: 'EX' });
  });

  it('takes the target account when one is named', () => {
    const named = evtx(4688, { TargetUserName: 'bob', TargetDomainName: 'EX', SubjectUserName: 'ann' });
    expect(one(windowsProcess, named).fields.User).toBe('EX\\bob');
  });

  it('joins attributes, opens texts and drops spaces from names', () => {
    const { fields } = one(
      windowsProcess,
      evtx(
        { '#text': 1116, '#attributes': { Qualifiers: 0 } },
        { 'Threat Name': 'x', Data: { '#text': ['a', 'b'] } },
        { Provider: { '#attributes': { Name: 'P' } }, Execution: { '#attributes': { ProcessID: 4 } } },
      ),
    );
    expect(fields).toMatchObject({
      EventID: 1116,
      Provider_Name: 'P',
      Execution_ProcessID: 4,
      ThreatName: 'x',
      Data: 'a\nb',
    });
  });

  it('opens EventData that came as XML text', () => {
    const { fields } = one(windowsProcess, {
      EventID: 1,
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      EventData: '<EventData><Data Name="Image">C:\\a &amp; b.exe</Data><Data Name="Empty"></Data></EventData>',
    });
    expect(fields).toMatchObject({ Image: 'C:\\a & b.exe', Empty: '' });
  });

  it.each([
    ['Security', 4688, { product: 'windows', service: 'security', category: 'process_creation' }],
    [
      'microsoft-windows-sysmon/operational',
      '3',
      { product: 'windows', service: 'sysmon', category: 'network_connection' },
    ],
    ['System', 7045, { product: 'windows', service: 'system' }],
    ['Own-Channel', 1, { product: 'windows' }],
    ['Microsoft-Windows-CodeIntegrity/Operational', 3033, { product: 'windows', service: 'codeintegrity-operational' }],
    ['Linux-Sysmon/Operational', 1, { product: 'linux', service: 'sysmon', category: 'process_creation' }],
  ])('knows the log source of %s %s', (Channel, EventID, logSource) => {
    expect(one(windowsProcess, { Channel, EventID }).logSource).toEqual(logSource);
  });

  it("gives registry and network events of the security log Sysmon's names", () => {
    const registry = { Channel: 'Security', EventID: 4657, ObjectName: '\\REGISTRY\\MACHINE\\SOFTWARE\\A' };
    expect(one(windowsProcess, { ...registry, ObjectValueName: 'B', NewValue: 'c' })).toMatchObject({
      logSource: { category: 'registry_set' },
      fields: { TargetObject: 'HKLM\\SOFTWARE\\A\\B', Details: 'c' },
    });
    const connection = { Channel: 'Security', EventID: 5156, Direction: '%%14593', DestAddress: '192.0.2.1' };
    expect(one(windowsProcess, connection)).toMatchObject({
      logSource: { category: 'network_connection' },
      fields: { Initiated: 'true', DestinationIp: '192.0.2.1' },
    });
  });

  it('strips type suffixes of unions of tables', () => {
    const row = {
      Type: 'SecurityEvent',
      EventID: 4624,
      ProcessId_string: '0x1',
      TimeGenerated: '2026-11-21T08:00:00Z',
    };
    expect(one(windowsProcess, row).fields.ProcessId).toBe('0x1');
  });

  it('knows a record by computer, channel, number and time', () => {
    const numbered = (extra: object, time = 'a') => evtx(1, extra, { EventRecordID: 5, TimeCreated: time });
    expect(one(windowsProcess, numbered({ a: 1 })).id).toBe(one(windowsProcess, numbered({ a: 2 })).id);
    expect(one(windowsProcess, numbered({}, 'b')).id).not.toBe(one(windowsProcess, numbered({})).id);
  });
});

describe('azureActivity', () => {
  const record = (extra: object) =>
    ({ operationName: 'Microsoft.Network/x/write', category: 'Administrative', ...extra }) as RawRecord;

  it('opens bodies that came as text', () => {
    const { fields } = one(
      azureActivity,
      record({ properties: { requestbody: '{"a":{"b":1}}', responseBody: '', eventCategory: 'x' } }),
    );
    expect(fields.properties).toEqual({
      message: 'Microsoft.Network/x/write',
      requestbody: { a: { b: 1 } },
      responseBody: '',
      eventCategory: 'x',
    });
  });

  it('adds the names that rules take from the Log Analytics table', () => {
    const resourceId = `${subscription}/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/n`;
    expect(one(azureActivity, record({ ResourceId: resourceId, resultType: 'Success' })).fields).toMatchObject({
      OperationNameValue: 'Microsoft.Network/x/write',
      CategoryValue: 'Administrative',
      ResourceProviderValue: 'Microsoft.Network',
      ResourceId: resourceId,
      ActivityStatusValue: 'Success',
    });
  });

  it('reads an identity that came as JSON text, or as a name', () => {
    const claims = JSON.stringify({ claims: { appid: 'app-1', ipaddr: '203.0.113.4' } });
    expect(one(azureActivity, record({ identity: claims })).entities).toEqual([
      { type: 'account', name: 'app-1' },
      { type: 'ip', address: '203.0.113.4' },
    ]);
    expect(one(azureActivity, record({ identity: 'joe danger' })).fields.Caller).toBe('joe danger');
  });

  it('removes the signature of shared access URIs', () => {
    const { fields } = one(
      azureActivity,
      record({ properties: { uri: 'https://a.example.com/b?sv=1&sig=SECRET%3D&se=2' } }),
    );
    expect(JSON.stringify(fields)).toContain('&sig=REDACTED&se=2');
    expect(JSON.stringify(fields)).not.toContain('SECRET');
  });

  it.each([
    [
      'Entra',
      {
        category: 'SignInLogs',
        operationName: 'Sign-in activity',
        resourceId: '/tenants/t/providers/Microsoft.aadiam',
      },
    ],
    ['Key Vault', { category: 'AuditEvent', operationName: 'SecretGet', resourceId: subscription }],
    [
      'AKS',
      { category: 'kube-audit', operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read' },
    ],
    ['storage', { category: 'StorageRead', operationName: 'GetBlob' }],
  ])('leaves %s records to others', (_, raw) => {
    expect(azureActivity.recognises(raw)).toBe(false);
  });
});

describe('azureResource', () => {
  const id = `${subscription}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/A1`;
  const type = 'microsoft.storage/storageaccounts';

  it('keeps the resource as sent, without what it has not', () => {
    const resource = {
      id,
      type,
      name: 'A1',
      kind: '',
      tags: { a: 1 },
      sku: null,
      properties: '{"x":1}',
      zones: null,
      resources: [{ name: 'c' }],
    };
    expect(one(azureResource, resource as unknown as RawRecord).snapshot).toEqual({
      resource: { id, type, name: 'A1', tags: { a: '1' }, properties: { x: 1 }, resources: [{ name: 'c' }] },
      observedAt: context.enqueuedAt,
      source: 'azureResource',
    });
  });

  it('names a resource by its id when the sender does not', () => {
    expect(one(azureResource, { resource: { id, type } }).snapshot!.resource).toEqual({
      id,
      type,
      name: 'A1',
      properties: {},
    });
  });

  it('says when a resource is gone', () => {
    const gone = { resource: { id, type }, deleted: true, observedAt: '2026-11-21T11:00:00Z' };
    expect(one(azureResource, gone).snapshot).toMatchObject({ deleted: true, observedAt: '2026-11-21T11:00:00.000Z' });
  });

  it('does not let a clock that runs ahead hide later states', () => {
    const ahead = { resource: { id, type }, observedAt: '2036-11-21T11:00:00Z' };
    expect(one(azureResource, ahead).snapshot!.observedAt).toBe(context.enqueuedAt);
  });

  it('takes equal states at two times for two events', () => {
    const state = { id, type, name: 'A1', properties: {} };
    expect(one(azureResource, state).id).not.toBe(one(azureResource, state, { position: '0/8/0' }).id);
  });

  it.each([
    [
      'assessments',
      {
        id: `${id}/providers/Microsoft.Security/assessments/x`,
        type: 'Microsoft.Security/assessments',
        properties: {},
      },
    ],
    ['records with a type of another kind', { id: 'x', type: 'a/b', properties: {} }],
    ['GuardDuty', { id: '/subscriptions/x', type: 'Recon', properties: {} }],
  ])('leaves %s to others', (_, raw) => {
    expect(azureResource.recognises(raw as RawRecord)).toBe(false);
  });
});

describe('agent', () => {
  const machine = `${subscription}/resourceGroups/rg/providers/Microsoft.HybridCompute/machines/web-1`;
  const body = {
    schema: 'skywarden.machineFacts/1',
    collectedAt: '2026-11-21T11:00:00Z',
    hostName: 'web-1',
    agentVersion: '0.1.0',
    os: { family: 'Linux', id: 'debian', name: 'Debian GNU/Linux 12', version: '12' },
    kernel: { release: '6.1.0', architecture: 'x86_64' },
    listeners: [],
    unreadable: { sshd: 'permission denied' },
  };
  const facts = (resourceId: string) =>
    agent.normalise(
      [{ skywarden: 'facts/1', resourceId, hostName: 'web-1', time: '2026-11-21T11:00:01Z', body } as RawRecord],
      context,
    );

  it('makes facts an extension of the machine, with the time they were collected', () => {
    expect(facts(machine)[0]!.snapshot).toEqual({
      resource: {
        id: `${machine}/providers/Skywarden/machineFacts/linux`,
        name: 'linux',
        type: 'Skywarden/machineFacts',
        properties: body,
      },
      observedAt: '2026-11-21T11:00:00.000Z',
      source: 'agent',
    });
  });

  it('puts a machine outside Azure into the inventory, with what is known', () => {
    expect(facts(machine)[1]!.snapshot!.resource).toMatchObject({
      id: machine,
      name: 'web-1',
      type: 'Microsoft.HybridCompute/machines',
      properties: { osName: 'Debian GNU/Linux 12', osVersion: '12', kernel: '6.1.0', agentVersion: '0.1.0' },
    });
  });

  it('does not replace the state of a virtual machine, which comes from ARM', () => {
    const events = facts(`${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1`);
    expect(events.map(({ snapshot }) => snapshot!.resource.type)).toEqual(['Skywarden/machineFacts']);
  });

  it('reads audit lines as auditd does, with the machine of the envelope, and keeps other lines as text', () => {
    const lines = [
      'type=SYSCALL msg=audit(1795219200.500:1): arch=c000003e syscall=59 success=yes pid=7 uid=0 exe="/bin/x"',
      'no audit line',
      'type=EXECVE msg=audit(1795219200.500:1): argc=1 a0="x"',
    ];
    const raw = {
      skywarden: 'audit/1',
      resourceId: machine,
      hostName: 'web-1',
      time: '2026-11-21T11:00:01Z',
      body: { lines },
    };
    const events = agent.normalise([raw], context);
    expect(events).toMatchObject([
      {
        source: 'auditd',
        resourceId: machine,
        fields: { CommandLine: 'x' },
        logSource: { category: 'process_creation' },
      },
      { source: 'agent', resourceId: machine, fields: { message: 'no audit line' } },
    ]);
    expect(events[0]!.entities).toContainEqual({
      type: 'host',
      hostName: 'web-1',
      osFamily: 'Linux',
      azureID: machine,
    });
  });

  it.each([
    ['a machine id that is none', { resourceId: '/machines/x' }],
    ['no host name', { hostName: '' }],
    ['no lines', { skywarden: 'audit/1', body: { lines: [] } }],
    ['lines that are no text', { skywarden: 'audit/1', body: { lines: [1] } }],
  ])('rejects %s and says which member is wrong', (_, change) => {
    const raw = {
      skywarden: 'facts/1',
      resourceId: machine,
      hostName: 'web-1',
      time: '',
      body,
      ...change,
    } as RawRecord;
    expect(() => agent.normalise([raw], context)).toThrow(/resourceId|hostName|lines/);
  });
});

describe('generic', () => {
  it('takes the machine the sender speaks for when the record names none', () => {
    expect(one(generic, { a: 1 }, { resourceId: subscription }).resourceId).toBe(subscription);
    expect(one(generic, { ResourceId: 'own' }, { resourceId: subscription }).resourceId).toBe('own');
  });

  it('removes the signature of shared access URIs', () => {
    expect(one(generic, { uri: ['https://a.example.com/?sig=abc%2B&x=1'] }).fields).toEqual({
      uri: ['https://a.example.com/?sig=REDACTED&x=1'],
    });
  });
});
