import fc from 'fast-check';
import { maskCommandLine, maskText } from '../../../agent/parse/maskSecrets';

describe('command lines', () => {
  test.each([
    [['app', '--password', 'hunter2 with space', '-v'], 'app --password *** -v'],
    [['app', '--db-password=hunter2'], 'app --db-password=***'],
    [['app', '--token', '-hunter2'], 'app --token ***'],
    [['app', 'DB_PASSWORD=hunter2', 'API_KEY="hunter2"'], 'app DB_PASSWORD=*** API_KEY=***'],
    [['mysql', '-uroot', '-phunter2'], 'mysql -uroot -p***'],
    [['sh', '-c', 'mysqldump -u root -phunter2 shop'], 'sh -c mysqldump -u root -p*** shop'],
    [['sshpass', '-p', 'hunter2', 'ssh', 'host'], 'sshpass -p *** ssh host'],
    [['redis-cli', '-a', 'hunter2', '-p', '6379'], 'redis-cli -a *** -p 6379'],
    [['curl', '-u', 'anna:hunter2', 'https://example.com'], 'curl -u anna:*** https://example.com'],
    [['psql', 'postgres://anna:hunter2@db.example.com/shop'], 'psql postgres://anna:***@db.example.com/shop'],
    [['curl', '-H', 'Authorization: Bearer hunter2hunter2'], 'curl -H Authorization: Bearer ***'],
    [['az', 'https://x.example.com/b?sv=1&sig=hunter2%3D&se=2'], 'az https://x.example.com/b?sv=1&sig=***&se=2'],
    [
      ['agent', '--connection', 'Endpoint=sb://x/;SharedAccessKeyName=r;SharedAccessKey=hunter2=;EntityPath=t'],
      'agent --connection Endpoint=sb://x/;SharedAccessKeyName=***;SharedAccessKey=***;EntityPath=t',
    ],
    [['app', '{"password":"hunter2","user":"anna"}'], 'app {"password":***,"user":"anna"}'],
  ])('%j', (argv, expected) => {
    expect(maskCommandLine(argv)).toBe(expected);
  });

  test('what is no secret stays', () => {
    const argv = [
      '/usr/sbin/nginx',
      '-g',
      'daemon off;',
      '--port=80',
      'http://example.com:8080/a',
      '-c',
      '/etc/nginx.conf',
    ];
    expect(maskCommandLine(argv)).toBe(argv.join(' '));
  });
});

test('the value after a secret option never comes through', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9+/!%~]{12,40}$/);
  const option = fc.constantFrom('--password', '--api-key', '--auth-token', '-passphrase', '--client-secret');
  const holds = fc.property(option, secret, (name, value) => !maskCommandLine(['app', name, value]).includes(value));
  expect(() => fc.assert(holds)).not.toThrow();
});

test('a long text costs no more than its length', () => {
  const costOf = (length: number) => {
    const text = 'a-'.repeat(length / 2);
    const start = process.cpuUsage();
    for (let round = 0; round < 20; round += 1) maskText(text);
    return process.cpuUsage(start).user + 1_000;
  };
  costOf(4_096);
  expect(costOf(65_536) / costOf(4_096)).toBeLessThan(100);
});
