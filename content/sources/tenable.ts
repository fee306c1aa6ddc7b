import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { firstText, memberAt, objectAt, textAt, textsAt } from '../../shared/core/ingest/cloud/memberAt';
import { isObject } from '../../shared/core/ingest/field';
import { hostFinding } from '../../shared/core/ingest/scanners/hostFinding';
import { scannerEvents, type ScannerFinding } from '../../shared/core/ingest/scanners/scannerEvent';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['plugin', 'plugin id', 'pluginid'];

/** Findings of Tenable: vulnerabilities of its export API, rows of its reports (.nessus XML and CSV come opened). */
export const source: Source = {
  id: 'tenable',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && (isExport(raw) || isRow(raw)),
  normalise: ([raw], context) => readOne(raw as JsonObject, context),
  samples: [
    {
      name: 'a vulnerability of the export API',
      body: '{"asset":{"uuid":"00000000-0000-0000-0000-000000000008","hostname":"web-1","ipv4":"192.0.2.4","operating_system":["Linux"]},"plugin":{"id":19506,"name":"zlib is old","family":"General","cve":["CVE-2026-0001","CVE-2026-0002"],"risk_factor":"High"},"port":{"port":0,"protocol":"TCP"},"severity":"high","severity_id":3,"state":"OPEN","first_found":"2026-11-01T08:00:00Z","last_found":"2026-11-21T08:00:00.250Z"}',
      expect: [
        {
          source: 'tenable',
          time: '2026-11-21T08:00:00.250Z',
          timeOrigin: 'record',
          logSource: { product: 'tenable', service: 'vulnerabilities' },
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'ip', address: '192.0.2.4' },
          ],
        },
      ],
    },
    {
      name: 'a row of the CSV as JSON, without time',
      body: '{"Plugin ID":"19506","CVE":"CVE-2026-0001","Risk":"Medium","Host":"web-1","Port":"443","Name":"zlib is old","IP Address":"192.0.2.4","Last Found":"null"}',
      expect: [
        {
          source: 'tenable',
          timeOrigin: 'enqueued',
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'ip', address: '192.0.2.4' },
          ],
        },
      ],
    },
    {
      name: 'a whole report of Nessus as one text',
      body: JSON.stringify([
        '<?xml version="1.0" ?>\n<NessusClientData_v2><Report name="r"><ReportHost name="192.0.2.4"><HostProperties><tag name="HOST_END">Sat Nov 21 08:00:00 2026</tag><tag name="host-fqdn">web-1.example.com</tag></HostProperties><ReportItem port="22" svc_name="ssh" protocol="tcp" severity="3" pluginID="7" pluginName="a &amp; b" pluginFamily="General"><cve>CVE-2026-0001</cve><cve>CVE-2026-0002</cve><risk_factor>High</risk_factor><synopsis><![CDATA[</ReportItem>]]></synopsis></ReportItem><ReportItem port="0" svc_name="general" protocol="tcp" severity="0" pluginID="8" pluginName="info" pluginFamily="General"/></ReportHost></Report></NessusClientData_v2>',
      ]),
      expect: [
        {
          source: 'tenable',
          time: '2026-11-21T08:00:00.000Z',
          entities: [
            { type: 'host', hostName: 'web-1.example.com' },
            { type: 'ip', address: '192.0.2.4' },
          ],
        },
        { source: 'tenable', time: '2026-11-21T08:00:00.000Z' },
      ],
    },
    {
      name: 'a whole CSV as it is downloaded',
      body: 'Plugin ID,CVE,Risk,Host,Port,Name,Synopsis,,Last Found\n19506,CVE-2026-0001,High,web-1,443,"zlib, old","a\nb",,2026-11-21T08:00:00Z\n19507,,None,192.0.2.4,0,info,,,\n,,,,,,,,\n',
      expect: [
        { source: 'tenable', time: '2026-11-21T08:00:00.000Z', entities: [{ type: 'host', hostName: 'web-1' }] },
        { source: 'tenable', timeOrigin: 'enqueued' },
      ],
    },
    {
      name: 'a .nessus file, cut',
      body: '<?xml version="1.0" ?>\n<NessusClientData_v2>\n<Report name="r"><ReportHost name="192.0.2.4"><ReportItem port="22" pluginID="7"',
      expect: { rejected: 'NotAReport' },
    },
    {
      name: 'wrong types',
      body: '{"asset":{"hostname":7,"ipv4":[]},"plugin":{"id":"x","cve":"CVE-2026-0001"},"severity":{},"last_found":"soon"}',
      expect: [{ source: 'tenable', timeOrigin: 'enqueued', entities: [{ type: 'host', hostName: '7' }] }],
    },
  ],
};

const isExport = (raw: JsonObject): boolean =>
  isObject(raw.asset) && textAt(raw, 'plugin', 'id') !== '' && memberAt(raw, 'severity') !== undefined;

const isRow = (raw: JsonObject): boolean =>
  firstText(raw, 'Plugin ID', 'pluginID') !== '' && firstText(raw, 'Host', 'IP Address', 'ip', 'dnsName') !== '';

function readOne(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  return scannerEvents('tenable', [isExport(raw) ? exported(raw) : row(raw)], context);
}

function exported(raw: JsonObject): ScannerFinding {
  const [asset, plugin] = [objectAt(raw, 'asset'), objectAt(raw, 'plugin')];
  return hostFinding(raw, {
    host: firstText(asset, 'fqdn', 'hostname', 'netbios_name', 'ipv4', 'uuid'),
    addresses: ['ipv4', 'ipv6'].map((name) => memberAt(asset, name)),
    time: firstText(raw, 'last_found', 'indexed', 'first_found'),
    vulnerability: {
      ids: [...textsAt(plugin, 'cve'), textAt(plugin, 'id')],
      severity: textAt(raw, 'severity'),
      title: textAt(plugin, 'name'),
      status: textAt(raw, 'state'),
    },
  });
}

/** A row of a report: names of the CSV, of .nessus (pluginID ..) or of Tenable.sc. */
function row(raw: JsonObject): ScannerFinding {
  return hostFinding(raw, {
    host: firstText(raw, 'FQDN', 'dnsName', 'host-fqdn', 'Host', 'IP Address', 'ip'),
    addresses: ['IP Address', 'ip', 'host-ip', 'Host'].map((name) => memberAt(raw, name)),
    time: firstText(raw, 'Last Found', 'lastSeen', 'Host End', 'HOST_END'),
    vulnerability: {
      ids: [...firstText(raw, 'CVE').split(/[,\s]+/), firstText(raw, 'Plugin ID', 'pluginID')],
      severity: firstText(raw, 'Risk', 'risk_factor') || textAt(raw, 'severity', 'name'),
      title: firstText(raw, 'Name', 'pluginName'),
      status: firstText(raw, 'Vulnerability State'),
    },
  });
}
