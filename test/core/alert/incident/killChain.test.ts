import { furthestIntent, stagesOf } from '../../../../shared/core/alert/incident/killChain';
import { intents } from '../../../../shared/model/alert';

test('stages come in the order of an attack, each once', () =>
  expect(stagesOf(['Impact', 'Probing', 'Execution', 'PreAttack', 'Unknown'])).toEqual([
    'PreAttack',
    'Execution',
    'Impact',
  ]));

test('every intent but the unknown one has a stage', () =>
  expect(intents.filter((intent) => stagesOf([intent]).length === 0)).toEqual(['Unknown']));

test('the furthest one says how far it came', () => {
  expect(furthestIntent(['Execution', 'InitialAccess'])).toBe('Execution');
  expect(furthestIntent(['Unknown'])).toBe('Unknown');
});
