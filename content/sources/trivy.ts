import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { firstText, memberAt, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { isObject } from '../../shared/core/ingest/field';
import { scannerEvents, type ScannerFinding } from '../../shared/core/ingest/scanners/scannerEvent';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['artifactname', 'report'];

/** Reports of Trivy (schema 2) and of its Kubernetes operator: one event per vulnerability, misconfiguration and secret, one for a clean report. */
export const source: Source = {
  id: 'trivy',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && (isReport(raw) || isOperatorReport(raw)),
  normalise: ([raw], context) => readAll(raw as JsonObject, context),
  samples: [
    {
      name: 'an image with a vulnerability and a misconfiguration',
      body: '{"SchemaVersion":2,"CreatedAt":"2026-11-21T08:00:00.123456789Z","ArtifactName":"web:1","ArtifactType":"container_image","Metadata":{"ImageID":"sha256:00","RepoTags":["web:1"]},"Results":[{"Target":"web:1 (alpine 3.20)","Class":"os-pkgs","Type":"alpine","Vulnerabilities":[{"VulnerabilityID":"CVE-2026-0001","PkgName":"zlib","InstalledVersion":"1.2","FixedVersion":"1.3","Severity":"HIGH","Title":"t"}]},{"Target":"Dockerfile","Class":"config","Misconfigurations":[{"ID":"DS002","AVDID":"AVD-DS-0002","Title":"root","Severity":"HIGH","Status":"FAIL"}]},{"Target":"go.sum","Class":"lang-pkgs"}]}',
      expect: [
        {
          source: 'trivy',
          time: '2026-11-21T08:00:00.123Z',
          timeOrigin: 'record',
          resourceId: 'web:1',
          logSource: { product: 'trivy', service: 'vulnerabilities' },
          entities: [],
        },
        { source: 'trivy', resourceId: 'web:1' },
      ],
    },
    {
      name: 'a report of the operator',
      body: '{"apiVersion":"aquasecurity.github.io/v1alpha1","kind":"VulnerabilityReport","metadata":{"name":"r","namespace":"default","labels":{"trivy-operator.resource.kind":"ReplicaSet","trivy-operator.resource.name":"web"}},"report":{"updateTimestamp":"2026-11-21T08:00:01Z","artifact":{"repository":"library/web","tag":"1"},"registry":{"server":"registry.example.com"},"vulnerabilities":[{"vulnerabilityID":"CVE-2026-0002","resource":"curl","installedVersion":"1","fixedVersion":"2","severity":"CRITICAL","title":"t"}]}}',
      expect: [
        {
          source: 'trivy',
          time: '2026-11-21T08:00:01.000Z',
          resourceId: 'registry.example.com/library/web:1',
        },
      ],
    },
    {
      name: 'nothing found, no time',
      body: '{"SchemaVersion":2,"ArtifactName":"web:2","Results":[{"Target":"web:2"}]}',
      expect: [{ source: 'trivy', timeOrigin: 'enqueued', resourceId: 'web:2' }],
    },
    {
      name: 'wrong types',
      body: '{"SchemaVersion":"2","ArtifactName":"web:3","CreatedAt":[],"Results":{"Target":7,"Vulnerabilities":["x",{"VulnerabilityID":[],"Severity":7}]}}',
      expect: [{ source: 'trivy', timeOrigin: 'enqueued' }],
    },
  ],
};

const isReport = (raw: JsonObject): boolean =>
  textAt(raw, 'SchemaVersion') === '2' && textAt(raw, 'ArtifactName') !== '';

const isOperatorReport = (raw: JsonObject): boolean =>
  textAt(raw, 'apiVersion').startsWith('aquasecurity.github.io/') &&
  /^(?:Cluster)?VulnerabilityReport$/.test(textAt(raw, 'kind')) &&
  isObject(raw.report);

function readAll(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  if (isReport(raw)) return scannerEvents('trivy', findingsOf(raw), context);
  if (isOperatorReport(raw)) return scannerEvents('trivy', operatorFindings(raw), context);
  throw new Rejected('NotTrivy', 'The report must have SchemaVersion 2 or be a VulnerabilityReport');
}

/** Lists of a result, what they hold and what each calls its id. */
const kinds = [
  { list: 'Vulnerabilities', ids: ['VulnerabilityID'] },
  { list: 'Misconfigurations', ids: ['AVDID', 'ID'] },
  { list: 'Secrets', ids: ['RuleID'] },
];

function findingsOf(raw: JsonObject): ScannerFinding[] {
  const { Results: results, ...report } = raw;
  const base = { time: textAt(raw, 'CreatedAt'), resourceId: textAt(raw, 'ArtifactName'), entities: [] };
  const found = objectsAt(raw, 'Results').flatMap((result) => {
    const { Target = '', Class = '', Type = '' } = result;
    return kinds.flatMap(({ list, ids }) =>
      objectsAt(result, list).map((one) => ({
        ...base,
        fields: { ...report, Target, Class, Type, ...one },
        vulnerability: {
          ids: ids.map((name) => textAt(one, name)),
          severity: textAt(one, 'Severity'),
          title: textAt(one, 'Title'),
          resource: base.resourceId,
          package: textAt(one, 'PkgName'),
          version: textAt(one, 'InstalledVersion'),
          fixedVersion: textAt(one, 'FixedVersion'),
          status: textAt(one, 'Status'),
        },
      })),
    );
  });
  return found.length > 0
    ? found
    : [{ ...base, fields: { ...report, ...(results !== undefined && { Results: results }) } }];
}

function operatorFindings(raw: JsonObject): ScannerFinding[] {
  const { vulnerabilities: _list, ...report } = objectAt(raw, 'report');
  const metadata = objectAt(raw, 'metadata');
  const artifact = objectAt(report, 'artifact');
  const version = firstText(artifact, 'tag', 'digest');
  const path = [textAt(report, 'registry', 'server'), textAt(artifact, 'repository')].filter(Boolean).join('/');
  const resourceId = (path !== '' && version !== '' ? `${path}:${version}` : path) || textAt(metadata, 'name');
  const time = textAt(report, 'updateTimestamp') || textAt(metadata, 'creationTimestamp');
  const base = { time, resourceId, entities: [] };
  const own: JsonObject = { kind: raw.kind ?? '', metadata, report };
  const found = objectsAt(memberAt(raw, 'report'), 'vulnerabilities').map((one) => ({
    ...base,
    fields: { ...own, ...one },
    vulnerability: {
      ids: [textAt(one, 'vulnerabilityID')],
      severity: textAt(one, 'severity'),
      title: textAt(one, 'title'),
      resource: resourceId,
      package: textAt(one, 'resource'),
      version: textAt(one, 'installedVersion'),
      fixedVersion: textAt(one, 'fixedVersion'),
    },
  }));
  return found.length > 0 ? found : [{ ...base, fields: own }];
}
