import { recommendations } from '../../../../content/recommendations.generated';
import {
  computeCells,
  computeTypes,
  recommendationSets,
  setNames,
} from '../../../../shared/core/posture/inventory/computeView';
import { judgementDocument, machine } from '../../../http/support/samples';

const keys = setNames.flatMap((name) => [...recommendationSets[name].keys] as string[]);

test('columns name recommendations that exist, each once', () => {
  const known = new Set(recommendations.map(({ key }) => key));
  expect(keys.filter((key) => !known.has(key))).toEqual([]);
  expect(new Set(keys).size).toBe(keys.length);
});

test('what is about the inside of a machine stands in a column of its own', () => {
  const inside = recommendations.filter(({ key }) => key.startsWith('machine/') || key.startsWith('linux/'));
  expect(inside.filter(({ key }) => !keys.includes(key)).map(({ key }) => key)).toEqual([]);
});

test('every recommendation of a column is about something that the view lists', () => {
  const listed = new Set(computeTypes.map((type) => type.toLowerCase()));
  const astray = recommendations.filter(
    ({ key, appliesTo }) => keys.includes(key) && !appliesTo.some((type) => listed.has(type.toLowerCase())),
  );
  expect(astray).toEqual([]);
});

describe('a row', () => {
  const ranks: Record<string, number> = {
    'machine/systemUpdates': 0,
    'machine/periodicUpdateChecks': 2,
    'machine/vulnerabilityScanner': 1,
    'machine/agentInstalled': 0,
    'custom/one': 0,
  };
  const { judgement } = judgementDocument(machine, {
    'machine/systemUpdates': 'Unknown',
    'machine/periodicUpdateChecks': 'Unhealthy',
    'machine/vulnerabilityScanner': 'NotApplicable',
    'machine/agentInstalled': 'Healthy',
    'custom/one': 'Unhealthy',
    'gone/recommendation': 'Unhealthy',
  });
  const cells = computeCells(judgement, (key) => ranks[key]);

  test('has the worst verdict of each set with its number', () => {
    expect(cells.systemUpdates).toMatchObject({ state: 'Unhealthy', unhealthy: 1, unknown: 1, total: 2 });
    expect(cells.systemUpdates.worst?.key).toBe('machine/periodicUpdateChecks');
    expect(cells.agent).toMatchObject({ state: 'Healthy', unhealthy: 0, total: 1 });
    expect(cells.vulnerabilities.state).toBe('NotApplicable');
  });

  test('says that a set was not judged, never that it is healthy', () => {
    expect(cells.diskEncryption).toEqual({ state: 'NotJudged', unhealthy: 0, unknown: 0, total: 0, worst: undefined });
    expect(Object.values(computeCells(undefined, () => 0)).map(({ state }) => state)).toEqual(
      setNames.map(() => 'NotJudged'),
    );
  });

  test('puts the rest into the last column, and leaves out what no longer exists', () => {
    expect(cells.other).toMatchObject({ state: 'Unhealthy', total: 1, worst: { key: 'custom/one' } });
  });

  test('unknown is worse than healthy, and the more severe one is named', () => {
    const { judgement: two } = judgementDocument(machine, {
      'machine/systemUpdates': 'Unhealthy',
      'machine/periodicUpdateChecks': 'Unhealthy',
      'machine/linuxBaseline': 'Healthy',
      'linux/passwordPolicy': 'Unknown',
    });
    const row = computeCells(two, (key) => ranks[key] ?? 1);
    expect(row.systemUpdates.worst?.key).toBe('machine/systemUpdates');
    expect(row.osConfiguration).toMatchObject({ state: 'Unknown', unknown: 1 });
  });
});
