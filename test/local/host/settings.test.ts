import { connectionSettings, sectionValue } from '../../../local/host/connections/connectionSettings';
import { createSettings, expandSettings } from '../../../local/host/settings';

describe('createSettings', () => {
  test('names ignore case, and a colon is a double underscore', () => {
    const settings = createSettings({ Values__Inner: 'x' });
    expect([settings.get('values:inner'), settings.section('VALUES')]).toEqual(['x', { inner: 'x' }]);
  });
});

describe('expandSettings', () => {
  test('replaces every %NAME%', () => {
    expect(expandSettings('%A%-%B%', createSettings({ A: '1', B: '2' }))).toBe('1-2');
  });

  test('names the setting that is missing', () => {
    expect(() => expandSettings('%NONE%', createSettings({}))).toThrow("'%NONE%' does not resolve to a value");
  });
});

describe('connectionSettings', () => {
  test.each<[string, Record<string, string>, unknown]>([
    ['a plain setting', { Hub: 'cs' }, { connectionString: 'cs' }],
    ['AzureWebJobs<name> first', { Hub: 'no', AzureWebJobsHub: 'cs' }, { connectionString: 'cs' }],
    ['a connection string section', { ConnectionStrings__Hub: 'cs', Hub: 'no' }, { connectionString: 'cs' }],
    ['an identity', { Hub__fullyQualifiedNamespace: 'n' }, { section: { fullyqualifiednamespace: 'n' } }],
  ])('takes %s', (_, values, expected) => {
    expect(connectionSettings('Hub', createSettings(values))).toEqual(expected);
  });

  test('names a connection that nobody configured', () => {
    expect(() => connectionSettings('Hub', createSettings({}))).toThrow('connection "Hub" is not configured');
  });

  test('names the missing setting of an identity', () => {
    expect(() => sectionValue({}, 'Hub', ['fullyQualifiedNamespace'])).toThrow(
      'needs the setting Hub__fullyQualifiedNamespace',
    );
  });
});
