import { alertField, severityOf, textList } from '../../../../shared/core/ingest/microsoft/foreignAlert';

it.each([
  ['High', 'High'],
  ['medium', 'Medium'],
  ['critical', 'High'],
  ['informational', 'Informational'],
  ['', 'Informational'],
  ['constructor', 'Informational'],
])('severity %j is %s', (text, severity) => {
  expect(severityOf(text)).toBe(severity);
});

it.each([
  ['Persistence, CredentialAccess', ['Persistence', 'CredentialAccess']],
  ['["T1059","T1105"]', ['T1059', 'T1105']],
  [['a', '', null], ['a']],
  [undefined, []],
])('%j is a list', (value, expected) => {
  expect(textList(value)).toEqual(expected);
});

it('leaves out what an alert does not say', () => {
  const empty = {
    description: '',
    status: '',
    tactics: [],
    techniques: [],
    compromisedEntity: '',
    remediationSteps: [],
  };
  const said = { id: 'a', productName: 'p', alertType: 't', title: 'x', severity: 'Low' as const, startTime: 's' };
  expect(alertField({ ...empty, ...said, endTime: '', link: '' })).toEqual({ alert: said });
});
