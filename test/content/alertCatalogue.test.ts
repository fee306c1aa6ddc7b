import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedEntries } from '../../cli/commands/catalogue';
import { cataloguePage } from '../../shared/core/detect/catalogue/cataloguePage';
import { exampleAlert } from '../../shared/core/detect/catalogue/exampleAlert';

const entries = shippedEntries();
const named = entries.map((entry) => [`${entry.rule.alertType}: ${entry.rule.displayName}`, entry] as const);

describe('the alert catalogue', () => {
  it('is current: run "node scripts/writeAlertCatalogue.mjs" after changing detections', () => {
    const written = readFileSync(join(__dirname, '../../docs/alert-catalogue.md'), 'utf8');
    expect(cataloguePage(entries) === written).toBe(true);
  });

  it('names each detection once', () => {
    expect(new Set(entries.map(({ rule }) => rule.id)).size).toBe(entries.length);
  });
});

describe.each(named)('%s', (_name, { rule, kind, dataNeed, example }) => {
  it('says what it needs, what to do, and which technique it is about', () => {
    const missing = {
      'a data need': kind !== 'detector' && dataNeed === '',
      'a description': rule.description === '',
      'steps to take': rule.remediationSteps.length === 0,
      'a tactic': rule.intent === 'Unknown',
      // a test alert is about no technique
      'a technique': rule.techniques.length === 0 && !rule.alertType.endsWith('_EICAR'),
    };
    expect(Object.entries(missing).flatMap(([what, lacks]) => (lacks ? [what] : []))).toEqual([]);
  });

  it('has an example of its alert', () => {
    const finding = example();
    expect(finding).toBeDefined();
    expect(exampleAlert(finding!)).toMatchObject({ AlertType: rule.alertType, Status: 'New' });
  });
});
