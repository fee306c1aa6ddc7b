import { cataloguePage } from '../../../../shared/core/detect/catalogue/cataloguePage';
import type { DetectionEntry } from '../../../../shared/core/detect/catalogue/detectionEntry';
import type { Finding, Rule } from '../../../../shared/core/detect/detector';

const rule = (id: string, alertType: string): Rule => ({
  id,
  alertType,
  displayName: `Title of ${id}`,
  description: 'First line\nand second.',
  severity: 'High',
  intent: 'Execution',
  techniques: ['T1059.001'],
  productComponentName: 'VirtualMachines',
  remediationSteps: ['Look.'],
  windowSeconds: 3600,
});

function entry(id: string, alertType: string, example = true): DetectionEntry {
  const finding: Finding = {
    rule: rule(id, alertType),
    entityKey: 'k',
    time: '2026-03-02T08:00:00.000Z',
    resourceId: '',
    compromisedEntity: 'win-1',
    entities: [{ type: 'host', hostName: 'win-1' }],
    eventIds: ['e'],
    extendedProperties: { CommandLine: 'x' },
  };
  const kind = 'rule' as const;
  return {
    rule: finding.rule,
    kind,
    file: `content/detections/windows/${id}.yml`,
    dataNeed: 'Sysmon 1.',
    falsePositives: ['Updates'],
    example: () => (example ? finding : undefined),
  };
}

const page = cataloguePage([entry('a', 'T_One'), entry('b', 'T_One'), entry('c', 'T_Two')]);

test('the page has one section for each alert type, with all its detections', () => {
  expect(page.match(/^## .*/gm)).toEqual(['## T_One', '## T_Two']);
  expect(page).toContain('3 detections raise 2 types of alerts.');
  expect(page).toContain('**Title of b** · High, Execution (T1059.001) · plan VirtualMachines · rule `windows/b.yml`');
  expect(page).toContain('First line and second.');
});

test('one alert is shown in full, and each type what is particular to it', () => {
  const examples = [...page.matchAll(/```json\n([^`]*)```/g)].map(([, text]) => JSON.parse(text!) as object);
  expect(examples).toHaveLength(3);
  expect(examples[0]).toMatchObject({ AlertType: 'T_One', Status: 'New', Version: '3.0' });
  expect(examples[2]).toMatchObject({ AlertType: 'T_Two', CompromisedEntity: 'win-1' });
  expect(examples[2]).not.toHaveProperty('AlertUri');
});

test('a detection without an example has a section without one', () => {
  expect(cataloguePage([entry('a', 'T_One', false)])).not.toContain('```');
});
