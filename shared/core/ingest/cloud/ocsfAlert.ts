import type { JsonObject } from '../../../model/json';
import { parseTime } from '../parseTime';
import { type ForeignAlert, severityOf } from '../microsoft/foreignAlert';
import { memberAt, objectAt, objectsAt, textAt } from './memberAt';

/** Class 2004 of OCSF, and 2001 (Security Finding), which it replaced. */
const classes = new Set(['2004', '2001']);
/** Scanners write the results of their checks in this class too, each with an outcome. */
const outcomes = /^(?:pass|fail|manual|muted|warning)$/i;

/** A detection finding as an alert; undefined for every other class, and for the result of a check. */
export function ocsfAlert(event: JsonObject, seenAt: string): ForeignAlert | undefined {
  const info = { ...objectAt(event, 'finding'), ...objectAt(event, 'finding_info') };
  const id = textAt(info, 'uid');
  if (!classes.has(textAt(event, 'class_uid')) || outcomes.test(textAt(event, 'status_code')) || id === '')
    return undefined;
  const product = objectAt(event, 'metadata', 'product');
  const attacks = [...objectsAt(info, 'attacks'), ...objectsAt(event, 'attacks')];
  const remediation = textAt(event, 'remediation', 'desc');
  const time = (name: string): string => parseTime(memberAt(info, name) ?? memberAt(event, name), seenAt) ?? seenAt;
  return {
    id,
    productName: textAt(product, 'name') || 'OCSF',
    vendorName: textAt(product, 'vendor_name') || textAt(product, 'name') || 'OCSF',
    alertType: textAt(event, 'metadata', 'event_code') || textAt(info, 'title'),
    title: textAt(info, 'title'),
    description: textAt(info, 'desc') || textAt(event, 'message'),
    severity: severityOf(textAt(event, 'severity')),
    status: textAt(event, 'status'),
    tactics: attacks.flatMap((attack) => [textAt(attack, 'tactic', 'name'), textAt(attack, 'tactic', 'uid')]),
    techniques: attacks.flatMap((attack) => [
      textAt(attack, 'sub_technique', 'uid') || textAt(attack, 'technique', 'uid'),
    ]),
    compromisedEntity: textAt(event, 'device', 'hostname') || textAt(objectsAt(event, 'resources')[0], 'name'),
    remediationSteps: remediation === '' ? [] : [remediation],
    startTime: time('first_seen_time'),
    endTime: time('last_seen_time'),
    link: textAt(info, 'src_url'),
    updatedTime: seenAt,
  };
}
