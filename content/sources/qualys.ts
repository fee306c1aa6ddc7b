import type { JsonObject } from '../../shared/model/json';
import { Rejected } from '../../shared/model/rejected';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { addressOf, hostOf } from '../../shared/core/ingest/cloud/entityOf';
import { firstText, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { isObject } from '../../shared/core/ingest/field';
import { readCsv, rowsBelow } from '../../shared/core/ingest/scanners/csv';
import { qualysRows } from '../../shared/core/ingest/scanners/qualysReport';
import { scannerEvents, type ScannerFinding } from '../../shared/core/ingest/scanners/scannerEvent';
import type { RawRecord, RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['qid', 'host', 'detection_list'];

/** Detections of Qualys VMDR: rows and hosts with their detections as JSON, and whole reports (XML, CSV) that come as one text. */
export const source: Source = {
  id: 'qualys',
  order: 100,
  keys: marks,
  text: true,
  recognises: (raw) =>
    typeof raw === 'string' ? isReportText(raw) : hasAny(raw, marks) && (isRow(raw) || detectionsIn(raw).length > 0),
  normalise: ([raw], context) => readAll(raw!, context),
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

const isReportText = (text: string): boolean =>
  (text.trimStart().startsWith('<') &&
    /<(?:ASSET_DATA_REPORT|HOST_LIST_VM_DETECTION_OUTPUT)[\s>]/.test(text.slice(0, 1024))) ||
  (text.includes('\n') && /"QID","Title"/.test(text.slice(0, 2048)));

function readAll(raw: RawRecord, context: RecordContext): TelemetryEvent[] {
  const rows = typeof raw === 'string' ? textRows(raw) : isRow(raw) ? [raw] : detectionsIn(raw);
  if (rows.length === 0) throw new Rejected('NotAReport', 'The report of Qualys is cut, damaged or without detections');
  return scannerEvents('qualys', rows.map(finding), context);
}

const textRows = (text: string): JsonObject[] =>
  text.trimStart().startsWith('<') ? qualysRows(text) : rowsBelow(readCsv(text), ['QID', 'Title']);

/** Qualys counts severities from 1 to 5 (minimal, medium, serious, critical, urgent). */
const severities: Record<string, string> = { 1: 'low', 2: 'medium', 3: 'high', 4: 'critical', 5: 'critical' };

function finding(raw: JsonObject): ScannerFinding {
  const host = firstText(raw, ...hostNames);
  const addresses = ['Asset IPV4', 'IP', 'IPAddress', 'Asset IPV6', 'IPV6'].flatMap((name) =>
    textAt(raw, name).split(','),
  );
  return {
    time: firstText(raw, 'Last Detected', 'LAST_FOUND_DATETIME', 'LAST_FOUND', 'LAST_UPDATE_DATETIME', 'LastFound'),
    resourceId: '',
    entities: [...hostOf(host), ...addresses.flatMap((address) => addressOf(address.trim()))],
    fields: raw,
    vulnerability: {
      ids: [...firstText(raw, 'CVE', 'CVE_ID').split(/[,\s]+/), `QID-${textAt(raw, 'QID')}`],
      severity: severities[textAt(raw, 'Severity')] ?? '',
      title: firstText(raw, 'Title'),
      resource: host,
      status: firstText(raw, 'Status'),
    },
  };
}
