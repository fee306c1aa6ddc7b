import { parseMispEvent } from '../../../../shared/core/detect/intel/parseMisp';

const attribute = (type: string, value: string, more: object = {}) => ({
  uuid: '00000000-0000-4000-8000-000000000009',
  type,
  value,
  to_ids: true,
  comment: '',
  ...more,
});
const event = (attributes: object[], more: object = {}) => ({
  Event: { uuid: 'u', info: 'A campaign', Attribute: attributes, Tag: [{ name: 'tlp:amber' }], ...more },
});

test.each([
  ['ip-dst', '203.0.113.7', 'ip', '203.0.113.7'],
  ['ip-src', '203.0.113.0/28', 'cidr', '203.0.113.0/28'],
  ['ip-dst|port', '203.0.113.7|443', 'ip', '203.0.113.7'],
  ['hostname', 'A.example.com', 'domain', 'a.example.com'],
  ['domain|ip', 'bad.example.com|203.0.113.9', 'domain', 'bad.example.com'],
  ['url', 'http://a.example.com/x', 'url', 'http://a.example.com/x'],
  ['filename|sha256', `a.exe|${'B'.repeat(64)}`, 'hash', 'b'.repeat(64)],
])('%s %s becomes a %s', (type, value, expectedType, expected) => {
  const { indicators } = parseMispEvent('feed', event([attribute(type, value)]));
  expect(indicators).toEqual([
    {
      type: expectedType,
      value: expected,
      description: 'A campaign',
      feed: 'feed',
      reference: '00000000-0000-4000-8000-000000000009',
      marking: 'amber',
    },
  ]);
});

test('attributes of objects are read as well', () => {
  const { indicators } = parseMispEvent(
    'feed',
    event([], { Object: [{ Attribute: [attribute('md5', 'a'.repeat(32))] }] }),
  );
  expect(indicators).toHaveLength(1);
});

test('context, deleted attributes and other types are passed over', () => {
  const context = [
    attribute('ip-dst', '203.0.113.7', { to_ids: false }),
    attribute('ip-dst', '203.0.113.8', { deleted: true }),
    attribute('email-src', 'a@example.com'),
  ];
  expect(parseMispEvent('feed', event(context))).toEqual({ indicators: [], rejected: [] });
});

test('an attribute that is not what it says is named', () => {
  const { rejected } = parseMispEvent('feed', event([attribute('ip-dst', 'here')]));
  expect(rejected).toEqual([{ feed: 'feed', line: 1, reason: '"here" is no ip' }]);
});

test('what is no event is refused', () => {
  expect(() => parseMispEvent('feed', { response: [] })).toThrow('no MISP event');
});
