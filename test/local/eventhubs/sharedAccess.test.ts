import { createHmac } from 'node:crypto';
import { grantOf, isGranted, resourcePath } from '../../../local/eventhubs/sharedAccess';

const key = { name: 'send listen', key: 'c2VjcmV0+/=' };
const audience = 'sb://localhost:5672/Telemetry';
const now = Date.now();

/** Made as the documentation says and as the SDK does. */
function token(name = key.name, secret = key.key): string {
  const resource = encodeURIComponent(audience);
  const expiry = Math.floor(now / 1000) + 3600;
  const signature = createHmac('sha256', secret).update(`${resource}\n${expiry}`).digest('base64');
  return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=${encodeURIComponent(name)}`;
}

describe('sharedAccess', () => {
  it('takes a token made with the key', () => {
    expect(grantOf(token(), key, now)).toMatchObject({ path: 'telemetry' });
  });

  it('refuses another key, another key name and a changed resource or expiry', () => {
    const good = token();
    const bad = [
      token(key.name, 'other'),
      token('other', key.key),
      good.replace('Telemetry', 'Signals'),
      good.replace(/se=\d+/, 'se=99999999999'),
      good.replace(/sig=[^&]+/, 'sig='),
      good.replace(/&skn=.*/, ''),
      good.replace('SharedAccessSignature ', ''),
      'x'.repeat(5000),
      'SharedAccessSignature sr=%zz&sig=%zz&se=1&skn=%zz',
    ];
    expect(bad.map((text) => grantOf(text, key, now))).toEqual(bad.map(() => undefined));
  });

  it('refuses a token after its time', () => {
    expect(grantOf(token(), key, now + 3_700_000)).toBeUndefined();
  });

  it('covers what lies below the granted path and nothing else', () => {
    const grants = [{ path: 'telemetry', expiresAt: now + 1000 }];
    expect(isGranted(grants, 'telemetry', now)).toBe(true);
    expect(isGranted(grants, 'Telemetry/ConsumerGroups/g/Partitions/0', now)).toBe(true);
    expect(isGranted(grants, 'telemetry2', now)).toBe(false);
    expect(isGranted(grants, 'signals', now)).toBe(false);
    expect(isGranted(grants, 'telemetry', now + 1000)).toBe(false);
    expect(isGranted([{ path: '', expiresAt: now + 1000 }], 'signals', now)).toBe(true);
  });

  it('reads the path of an audience', () => {
    expect(resourcePath('sb://localhost:5672/Hub/$management')).toBe('hub/$management');
    expect(resourcePath('hub/Partitions/0')).toBe('hub/partitions/0');
  });
});
