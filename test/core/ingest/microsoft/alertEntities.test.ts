import fc from 'fast-check';
import { alertEntities } from '../../../../shared/core/ingest/microsoft/alertEntities';
import { graphEvidence } from '../../../../shared/core/ingest/microsoft/graphEvidence';

describe('alertEntities', () => {
  it('follows references, whether the object stood within another or alone', () => {
    const entities = alertEntities([
      { $id: '2', Type: 'process', ProcessId: '7', ImageFile: { $ref: '3' }, ParentProcess: { $ref: '4' } },
      { $id: '3', Type: 'file', Directory: '/tmp', Name: 'x' },
      { $id: '4', Type: 'process', ProcessId: '1', CommandLine: 'init' },
      { $ref: '3' },
      { $ref: '99' },
    ]);
    const file = { type: 'file', name: 'x', directory: '/tmp' };
    const parent = { type: 'process', processId: '1', commandLine: 'init' };
    expect(entities).toEqual([
      { type: 'process', processId: '7', imageFile: file, parentProcess: parent },
      file,
      parent,
    ]);
  });

  it('reads both dialects, and text', () => {
    const rest = [
      { type: 'account', name: 'ann', ntDomain: 'EX', upnSuffix: 'example.com', aadUserId: 'o-1', sid: 'S-1' },
    ];
    const event = [
      { Type: 'account', Name: 'ann', NTDomain: 'EX', UPNSuffix: 'example.com', AadUserId: 'o-1', Sid: 'S-1' },
    ];
    const account = { ...rest[0] };
    expect([alertEntities(rest), alertEntities(event), alertEntities(JSON.stringify(event))]).toEqual([
      [account],
      [account],
      [account],
    ]);
  });

  it('takes every type that events have a name for', () => {
    const resourceId = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg';
    const entities = alertEntities([
      { Type: 'ip', Address: '::ffff:192.0.2.1' },
      { Type: 'host', NetBiosName: 'PC', OSFamily: 'Android', AzureID: resourceId },
      { Type: 'filehash', Algorithm: 'sha1', Value: '0123456789012345678901234567890123456789' },
      { Type: 'azure-resource', ResourceId: resourceId },
      { Type: 'dns', DomainName: 'www.example.com' },
      { Type: 'url', Url: 'https://www.example.com/x' },
      { Type: 'mailbox', Upn: 'x' },
      'text',
      null,
    ]);
    expect(entities).toEqual([
      { type: 'ip', address: '192.0.2.1' },
      { type: 'host', hostName: 'PC', azureID: resourceId },
      { type: 'filehash', algorithm: 'SHA1', value: '0123456789012345678901234567890123456789' },
      { type: 'azure-resource', resourceId },
      { type: 'dns', domainName: 'www.example.com' },
      { type: 'url', url: 'https://www.example.com/x' },
    ]);
  });
});

describe('graphEvidence', () => {
  it('reads evidence whose type is written otherwise or not at all', () => {
    const user = { userAccount: { accountName: 'ann', userPrincipalName: 'ann@example.com', azureAdUserId: 'o-1' } };
    const account = { type: 'account', name: 'ann', upnSuffix: 'example.com', aadUserId: 'o-1' };
    for (const type of ['@odata.type', 'at_sign_odata_type', 'other']) {
      expect(graphEvidence([{ [type]: '#microsoft.graph.security.userEvidence', ...user }])).toEqual([account]);
    }
  });

  it('reads files, processes and devices', () => {
    const entities = graphEvidence([
      { fileDetails: { fileName: 'a.exe', filePath: 'C:\\T', md5: '0123456789abcdef0123456789abcdef' } },
      { processId: 7, processCommandLine: 'b', parentProcessId: 1 },
      { deviceDnsName: 'pc', osPlatform: 'Ubuntu', ipInterfaces: ['192.0.2.7', 'x'] },
      { url: 'https://www.example.com' },
    ]);
    expect(entities).toEqual([
      { type: 'file', name: 'a.exe', directory: 'C:\\T' },
      { type: 'filehash', algorithm: 'MD5', value: '0123456789abcdef0123456789abcdef' },
      { type: 'process', processId: '7', commandLine: 'b', parentProcess: { type: 'process', processId: '1' } },
      { type: 'ip', address: '192.0.2.7' },
      { type: 'host', hostName: 'pc', osFamily: 'Linux' },
      { type: 'url', url: 'https://www.example.com' },
    ]);
  });
});

it('reads whatever stands where entities should, without failing', () => {
  const key = fc.constantFrom(
    '$id',
    '$ref',
    'Type',
    'ImageFile',
    'ParentProcess',
    'userAccount',
    'fileDetails',
    'Name',
  );
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('process', 'account', 'host', '1', 'constructor'),
  );
  fc.assert(
    fc.property(fc.array(fc.dictionary(key, value, { noNullPrototype: true })), (list) => {
      const json = JSON.parse(JSON.stringify(list)) as never;
      expect([alertEntities(json), graphEvidence(json)]).toEqual([expect.any(Array), expect.any(Array)]);
    }),
  );
});
