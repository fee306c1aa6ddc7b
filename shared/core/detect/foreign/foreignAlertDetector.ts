import { severities } from '../../../model/alert';
import type { JsonObject } from '../../../model/json';
import type { TelemetryEvent } from '../../../model/telemetryEvent';
import { field, isObject, textField } from '../../ingest/field';
import { textList, textProperties } from '../../ingest/microsoft/foreignAlert';
import { parseTime } from '../../ingest/parseTime';
import { cutText } from '../../alert/boundedText';
import { uuid5 } from '../../alert/uuid5';
import { compromisedEntityOf } from '../compromisedEntity';
import type { Detector, Finding, Rule } from '../detector';
import type { RuleGuard } from '../ruleGuard';
import { foreignIntent } from './foreignIntent';
import { foreignStatus } from './foreignStatus';
import { isOwnAlert, takenOverBy } from './ownAlert';

/** Stands for this detector where the guard asks whose work it is. */
const detectorRule: Rule = {
  id: 'e3a1f0b4-4f57-4f0a-9a4e-6d1f5c2b8a01',
  alertType: 'Skywarden_ForeignAlert',
  displayName: 'Alerts of other products',
  description: '',
  severity: 'Informational',
  intent: 'Unknown',
  techniques: [],
  productComponentName: '',
  remediationSteps: [],
  windowSeconds: 3600,
};

const ruleNamespace = 'b0b9a4f6-0b3c-4f38-8f0a-0f4e8a0d7c55';
const maxSteps = 20;

/**
 * Alerts of other products (the field `alert` of an event) as alerts of ours, under the name of the product. The sender's id is
 * their identity, so that an update changes the alert instead of raising another. What Skywarden exported itself is left out.
 */
export function createForeignAlertDetector(guard: RuleGuard): Detector {
  return {
    id: 'foreignAlert',
    observe: (batch) =>
      batch.flatMap((event) => {
        const { alert } = event.fields;
        if (!isObject(alert)) return [];
        return guard.attempt(detectorRule, event, () => findingOf(event, alert)) ?? [];
      }),
  };
}

function findingOf(event: TelemetryEvent, alert: JsonObject): Finding[] {
  const text = (name: string) => textField(alert, name);
  const [id, productName, group] = [text('id'), text('productName'), text('group')];
  if ((id === '' && group === '') || productName === '' || isOwnAlert(alert, event.fields)) return [];
  const vendorName = text('vendorName') || productName;
  const startTime = isoOr(text('startTime'), event.time);
  const endTime = isoOr(text('endTime'), startTime);
  const identity = [vendorName, ...(group === '' ? [id] : [group, event.time.slice(0, 13)])].join('|').toLowerCase();
  return [
    {
      rule: ruleOf(alert, vendorName),
      entityKey: identity,
      identity,
      foreign: {
        id: cutText(id || group),
        productName: cutText(productName),
        vendorName: cutText(vendorName),
        status: foreignStatus(text('status')),
        updatedAt: isoOr(text('updatedTime'), endTime),
        startTime,
        endTime: endTime < startTime ? startTime : endTime,
        link: linkOf(text('link')),
        ...(group !== '' && { counts: true as const }),
      },
      time: event.time,
      resourceId: event.resourceId,
      compromisedEntity: text('compromisedEntity') || compromisedEntityOf(event.resourceId, event.entities),
      entities: event.entities,
      eventIds: [event.id],
      extendedProperties: {
        [takenOverBy.name]: takenOverBy.value,
        'Alert id of the sender': id,
        ...(text('status') !== '' && { 'Status at the sender': text('status') }),
        ...textProperties(field(alert, 'properties')),
      },
    },
  ];
}

/** What the product says of its alert, as a rule of its own. */
function ruleOf(alert: JsonObject, vendorName: string): Rule {
  const text = (name: string) => cutText(textField(alert, name));
  const alertType = text('alertType') || text('title') || 'ForeignAlert';
  const said = textField(alert, 'severity');
  return {
    id: uuid5(ruleNamespace, `${vendorName}|${alertType}`),
    alertType,
    displayName: text('title') || alertType,
    description: text('description'),
    severity: severities.find((severity) => severity === said) ?? 'Informational',
    intent: foreignIntent(textList(field(alert, 'tactics'))),
    techniques: [...new Set(textList(field(alert, 'techniques')).flatMap((one) => techniqueOf(one)))],
    productComponentName: textField(textPropertiesOf(alert), 'ProductComponentName'),
    remediationSteps: textList(field(alert, 'remediationSteps')).slice(0, maxSteps).map(cutText),
    windowSeconds: 3600,
  };
}

const textPropertiesOf = (alert: JsonObject): JsonObject => textProperties(field(alert, 'properties'));

/** `T1059.001 - PowerShell`, `T1059_001`: the id alone, in the spelling of MITRE. */
function techniqueOf(text: string): string[] {
  const found = /\bT(\d{4})(?:[._](\d{3}))?(?!\d)/i.exec(text);
  return found ? [`T${found[1]}${found[2] ? `.${found[2]}` : ''}`] : [];
}

const isoOr = (text: string, otherwise: string): string =>
  (text === '' ? undefined : parseTime(text, otherwise)) ?? otherwise;

/** Only pages of the web: whoever sends an alert must not put anything else behind a link. */
const linkOf = (link: string): string => (/^https:\/\/[^\s"'<>]{1,2000}$/i.test(link) ? link : '');
