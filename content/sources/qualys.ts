import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { firstText, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { isObject } from '../../shared/core/ingest/field';
import { hostFinding } from '../../shared/core/ingest/scanners/hostFinding';
import { scannerEvents, type ScannerFinding } from '../../shared/core/ingest/scanners/scannerEvent';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['qid', 'host', 'detection_list'];

/** Detections of Qualys VMDR: rows of its reports (XML and CSV come opened), hosts with their detections. */
export const source: Source = {
  id: 'qualys',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && (isRow(raw) || detectionsIn(raw).length > 0),
  normalise: ([raw], context) => readAll(raw as JsonObject, context),
  samples: [
    {
      name: 'a row of the CSV as JSON',
      body: '{"CVE":"CVE-2026-0001","QID":"800001","Title":"zlib is old","Severity":"4","Last Detected":"Nov 21, 2026 08:00 AM","Status":"ACTIVE","Asset Id":"300000001","Asset Name":"web-1","Asset IPV4":"192.0.2.4,192.0.2.5"}',
      expect: [
        {
          source: 'qualys',
          time: '2026-11-21T08:00:00.000Z',
          timeOrigin: 'record',
          logSource: { product: 'qualys', service: 'vulnerabilities' },
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'ip', address: '192.0.2.4' },
            { type: 'ip', address: '192.0.2.5' },
          ],
        },
      ],
    },
    {
      name: 'a host with its detections',
      body: '{"HOST":{"ID":"1","IP":"192.0.2.4","DNS":"web-1.example.com","OS":"Linux","DETECTION_LIST":{"DETECTION":[{"QID":"1","TYPE":"Confirmed","SEVERITY":"5","STATUS":"New","LAST_FOUND_DATETIME":"2026-11-21T08:00:01Z"},{"QID":"2","TYPE":"Info","SEVERITY":"1"}]}}}',
      expect: [
        {
          source: 'qualys',
          time: '2026-11-21T08:00:01.000Z',
          entities: [
            { type: 'host', hostName: 'web-1.example.com' },
            { type: 'ip', address: '192.0.2.4' },
          ],
        },
        { source: 'qualys', timeOrigin: 'enqueued' },
      ],
    },
    {
      name: 'a whole report as one text: a DTD that is not loaded, a glossary',
      body: JSON.stringify([
        '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE ASSET_DATA_REPORT SYSTEM "https://example.com/a.dtd">\n<ASSET_DATA_REPORT><HOST_LIST><HOST><IP>192.0.2.4</IP><DNS><![CDATA[web-1]]></DNS><VULN_INFO_LIST><VULN_INFO><QID id="qid_6">6</QID><TYPE>Vuln</TYPE><LAST_FOUND>2026-11-21T08:00:02Z</LAST_FOUND></VULN_INFO></VULN_INFO_LIST></HOST></HOST_LIST><GLOSSARY><VULN_DETAILS_LIST><VULN_DETAILS id="qid_6"><QID id="qid_6">6</QID><TITLE><![CDATA[zlib]]></TITLE><SEVERITY>3</SEVERITY><CVE_ID_LIST><CVE_ID><ID>CVE-2026-0001</ID></CVE_ID></CVE_ID_LIST></VULN_DETAILS></VULN_DETAILS_LIST></GLOSSARY></ASSET_DATA_REPORT>',
      ]),
      expect: [
        {
          source: 'qualys',
          time: '2026-11-21T08:00:02.000Z',
          entities: [
            { type: 'host', hostName: 'web-1' },
            { type: 'ip', address: '192.0.2.4' },
          ],
        },
      ],
    },
    {
      name: 'a whole CSV as one text, lines before its header',
      body: JSON.stringify([
        '"Asset Vuln Datalist Report","21 Nov 2026","1"\n"Example"\n"QID","Title","Severity","Last Detected","Asset Name","Results"\n"7","a ""b"", c","2","Nov 21, 2026 08:00 AM","web-2","line\nline"\n',
      ]),
      expect: [{ source: 'qualys', entities: [{ type: 'host', hostName: 'web-2' }] }],
    },
    {
      name: 'a whole CSV as it is downloaded',
      body: '"Asset Vuln Datalist Report","21 Nov 2026","1"\r\n"Example"\r\n"CVE","QID","Title","Severity","Last Detected","Asset Name","Results"\r\n"CVE-2026-0001","7","a ""b"", c","2","Nov 21, 2026 08:00 AM","web-2","line\nline"\r\n"","8","d","5","Nov 21, 2026 08:00 AM","web-3",""\r\n',
      expect: [
        { source: 'qualys', time: '2026-11-21T08:00:00.000Z', entities: [{ type: 'host', hostName: 'web-2' }] },
        { source: 'qualys', entities: [{ type: 'host', hostName: 'web-3' }] },
      ],
    },
    {
      name: 'an answer of the host detection API, cut',
      body: '<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE HOST_LIST_VM_DETECTION_OUTPUT SYSTEM "https://example.com/a.dtd">\n<HOST_LIST_VM_DETECTION_OUTPUT><RESPONSE><HOST_LIST><HOST><ID>1</ID><IP>192.0.2.4</IP><DETECTION_LIST><DETECTION><QID>7</QID>',
      expect: { rejected: 'NotAReport' },
    },
    {
      name: 'wrong types',
      body: '{"QID":7,"Severity":[],"IP":"none","Status":{},"LAST_FOUND_DATETIME":[]}',
      expect: [{ source: 'qualys', timeOrigin: 'enqueued', entities: [{ type: 'host', hostName: 'none' }] }],
    },
  ],
};

const hostNames = ['Asset Name', 'DNS', 'DnsName', 'NETBIOS', 'IP', 'IPAddress', 'Asset IPV4', 'HOST_ID', 'Asset Id'];

const isRow = (raw: JsonObject): boolean => /^\d{1,9}$/.test(textAt(raw, 'QID')) && firstText(raw, ...hostNames) !== '';

/** Detections of a host with what is known of the host, in the form of rows. */
function detectionsIn(raw: JsonObject): JsonObject[] {
  const host = isObject(raw.HOST) ? raw.HOST : raw;
  const { DETECTION_LIST: _list, ID, ...rest } = host;
  const own: JsonObject = { ...rest, ...(ID !== undefined && { HOST_ID: ID }) };
  return objectsAt(objectAt(host, 'DETECTION_LIST'), 'DETECTION')
    .map((detection): JsonObject => ({ ...own, ...detection }))
    .filter(isRow);
}

function readAll(raw: JsonObject, context: RecordContext): TelemetryEvent[] {
  return scannerEvents('qualys', (isRow(raw) ? [raw] : detectionsIn(raw)).map(finding), context);
}

/** Qualys counts severities from 1 to 5 (minimal, medium, serious, critical, urgent). */
const severities: Record<string, string> = { 1: 'low', 2: 'medium', 3: 'high', 4: 'critical', 5: 'critical' };

function finding(raw: JsonObject): ScannerFinding {
  const host = firstText(raw, ...hostNames);
  const addresses = ['Asset IPV4', 'IP', 'IPAddress', 'Asset IPV6', 'IPV6'].flatMap((name) =>
    textAt(raw, name).split(','),
  );
  return hostFinding(raw, {
    host,
    addresses: addresses.map((address) => address.trim()),
    time: firstText(raw, 'Last Detected', 'LAST_FOUND_DATETIME', 'LAST_FOUND', 'LAST_UPDATE_DATETIME', 'LastFound'),
    vulnerability: {
      ids: [...firstText(raw, 'CVE', 'CVE_ID').split(/[,\s]+/), `QID-${textAt(raw, 'QID')}`],
      severity: severities[textAt(raw, 'Severity')] ?? '',
      title: firstText(raw, 'Title'),
      status: firstText(raw, 'Status'),
    },
  });
}
