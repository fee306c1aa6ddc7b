import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../shared/model/json';
import { Rejected } from '../../../../shared/model/rejected';
import { compileRule, type CompiledRule } from '../../../../shared/core/detect/sigma/compileRule';
import { createSigmaDetector } from '../../../../shared/core/detect/sigma/sigmaDetector';
import { sigmaDocument } from '../sigmaDocument';
import { processEvent } from '../telemetry';
import { plainMatches } from './plainDetector';

/** Few words, so that rules and events meet; some whose lower case is odd. */
const words = [
  'powershell',
  'Enc',
  '-enc',
  ' /c ',
  'a',
  'xyz',
  '.exe',
  '\\',
  'İ',
  '\u212a',
  '\u017f',
  'ΣΑΣ',
  '😀',
  'é',
  '5',
  '4688',
  '0x5',
  '\u00a0',
  '\n',
];
const text = fc.array(fc.constantFrom(...words), { maxLength: 5 }).map((parts) => parts.join(''));
const fields = ['Image', 'CommandLine', 'EventID', 'a.b', 'user.name', 'rules'];
const field = fc.constantFrom(...fields);

const pattern = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom('*', '?', '\\*')), { maxLength: 4 })
  .map((parts) => parts.join(''));
const modifiers = fc.constantFrom(
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|contains|all',
  '|cased',
  '|contains|cased',
  '|windash|contains',
  '|base64offset|contains',
  '|wide|base64offset|contains',
  '|neq',
  '|exists',
);
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: pattern },
  { weight: 1, arbitrary: fc.constantFrom<Json>(5, 4688, true, null, '') },
);
const plainItem = fc.tuple(field, modifiers, fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 })));
const regex = fc.constantFrom(
  '(?i)powershell.*xyz',
  'a+(xyz|Enc)',
  '^(\\S*\\\\)?powershell\\.exe$',
  '(k|s)xyz',
  '[0-9]{4}',
  'xyz(abc)?',
  'x{2}yz',
  '(?i:ENC)|4688',
  '\\.exe',
);
const regexItem = fc.tuple(field, fc.constantFrom('|re', '|re|i', '|re|s'), regex);
const item = fc.oneof({ weight: 5, arbitrary: plainItem }, { weight: 1, arbitrary: regexItem });

const map = fc
  .array(item, { minLength: 1, maxLength: 3 })
  .map((items) =>
    Object.fromEntries(
      items.map(([name, modifier, given]): [string, Json] => [name + modifier, modifier === '|exists' ? true : given]),
    ),
  );
const keywords = fc.array(
  text.filter((word) => word !== ''),
  { minLength: 1, maxLength: 2 },
);
const selection = fc.oneof(
  { weight: 4, arbitrary: map },
  { weight: 1, arbitrary: fc.array(map, { minLength: 1, maxLength: 2 }) },
  { weight: 1, arbitrary: keywords },
  { weight: 1, arbitrary: fc.oneof(fc.record({ '|startswith': text }), fc.record({ '|re': regex })) },
);
const condition = fc.constantFrom(
  'a',
  'a and b',
  'a or b',
  'a and not b',
  'not a',
  '1 of them',
  'all of them',
  'not (a and b)',
);
const logsource = fc.constantFrom(
  { product: 'windows' },
  { category: 'process_creation' },
  { product: 'linux', service: 'auditd' },
);
const each = fc.option(fc.constant(['rules']), { nil: undefined });

const rule = fc.record({ a: selection, b: selection, condition, logsource, each }).map((made) => {
  const cases = { positive: [{ name: 'p', body: '' }], negative: [{ name: 'n', body: '' }] };
  const skywarden = { alertType: 'Test', cases, ...(made.each && { each: made.each }) };
  const { a, b } = made;
  return sigmaDocument({ a, b, condition: made.condition }, { logsource: made.logsource, skywarden });
});

const leaf: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: text },
  fc.constantFrom<Json>(5, 4688, null, true, ['a', 'xyz'], { b: 'xyz' }),
);
const record = fc.record(
  {
    Image: leaf,
    commandline: leaf,
    EventID: leaf,
    'a.b': leaf,
    a: fc.record({ B: leaf }),
    User: fc.record({ name: leaf }),
  },
  { requiredKeys: [] },
);
const event = fc
  .record({
    fields: record,
    elements: fc.array(record, { maxLength: 2 }),
    asText: fc.boolean(),
    parts: fc.option(fc.array(record, { maxLength: 2 }), { nil: undefined }),
  })
  .map(({ fields: own, elements, asText, parts }) =>
    processEvent({ ...own, rules: asText ? JSON.stringify(elements) : elements } as JsonObject, {
      logSource: { product: parts ? 'linux' : 'windows', service: 'auditd', category: 'process_creation' },
      ...(parts && { parts: parts as JsonObject[] }),
    }),
  );

describe('looking for clues first', () => {
  it('finds what asking every rule finds', () => {
    let matches = 0;
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 4 }),
        fc.array(event, { minLength: 1, maxLength: 4 }),
        (documents, events) => {
          const rules = documents
            .map((document, at) =>
              compileRule({ ...document, id: `${at}1111111-1111-4111-8111-111111111111` }, 'x.yml'),
            )
            .filter((compiled): compiled is CompiledRule => !(compiled instanceof Rejected));
          const detector = createSigmaDetector(rules);
          for (const one of events) {
            const { product } = one.logSource;
            const own = rules.filter(({ logSource }) => (logSource.product ?? product) === product);
            const expected = plainMatches(own, one);
            matches += expected.length;
            expect(detector.observe([one]).map((finding) => finding.rule.id)).toEqual(expected);
          }
        },
      ),
      { numRuns: 1500 },
    );
    expect(matches).toBeGreaterThan(500);
  });
});
