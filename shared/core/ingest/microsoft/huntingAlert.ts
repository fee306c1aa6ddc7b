import type { JsonObject } from '../../../model/json';
import { field, textField } from '../field';
import { alertField, severityOf, textList } from './foreignAlert';

/** Alerts come in rows: one says what the alert is, and one each for what is evidence of it. Old evidence names only the id. */
export function huntingAlert(row: JsonObject, seenAt: string): JsonObject {
  const text = (name: string) => textField(row, name);
  if (text('AlertId') === '' || text('Title') === '') return {};
  const categories = textList(field(row, 'Category') ?? field(row, 'Categories'));
  return alertField({
    id: text('AlertId'),
    productName: text('ServiceSource') || 'Microsoft Defender XDR',
    vendorName: 'Microsoft',
    alertType: categories[0] ?? '',
    title: text('Title'),
    description: '',
    severity: severityOf(text('Severity')),
    status: '',
    tactics: categories,
    techniques: textList(field(row, 'AttackTechniques')),
    compromisedEntity: text('DeviceName'),
    remediationSteps: [],
    startTime: seenAt,
    endTime: seenAt,
    link: /^[\w-]{1,128}$/.test(text('AlertId')) ? `https://security.microsoft.com/alerts/${text('AlertId')}` : '',
    updatedTime: seenAt,
    properties: text('DetectionSource') === '' ? {} : { 'Detection source': text('DetectionSource') },
  });
}
