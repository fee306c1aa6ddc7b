import { administratorAct } from '../../../../shared/core/detect/anomaly/administrator';
import { flowOf, isInternal } from '../../../../shared/core/detect/anomaly/flow';
import { nsgLog } from '../../../../shared/core/detect/anomaly/flowCases';
import { imageName } from '../../../../shared/core/detect/anomaly/imageName';
import { logonOf } from '../../../../shared/core/detect/anomaly/logon';
import { windowsLogon } from '../../../../shared/core/detect/anomaly/logonCases';
import { networksOf } from '../../../../shared/core/detect/anomaly/network';
import { principalOf } from '../../../../shared/core/detect/anomaly/principal';
import { signInOf } from '../../../../shared/core/detect/anomaly/signIn';
import { signInBody } from '../../../../shared/core/detect/anomaly/signInCases';
import { eventsOf } from '../../../content/eventsOf';

const time = '2026-03-02T08:00:00.000Z';
const only = (body: string) => eventsOf([body])[0]!;

describe('flows', () => {
  test('of Azure are outbound or inbound, with what was sent since', () => {
    expect(flowOf(only(nsgLog(time, '10.0.0.4,203.0.113.5,35620,443,T,O,A,E,9,4817,7,900')))).toEqual({
      source: '10.0.0.4',
      destination: '203.0.113.5',
      destinationPort: 443,
      direction: 'out',
      begins: false,
      isTcp: true,
      bytes: 4817,
      packets: 9,
    });
    expect(flowOf(only(nsgLog(time, '203.0.113.5,10.0.0.4,35620,22,T,I,A,B,,,,')))).toMatchObject({
      direction: 'in',
      begins: true,
      bytes: 0,
    });
  });

  test('that were denied are none', () => {
    expect(flowOf(only(nsgLog(time, '203.0.113.5,10.0.0.4,35620,22,T,I,D,B,,,,')))).toBeUndefined();
  });

  test('of AWS have the direction that one end inside gives them', () => {
    const line = (from: string, to: string) =>
      only(`2 000000000001 eni-0123456789abcdef0 ${from} ${to} 40037 443 6 3 180 1795248000 1795248059 ACCEPT OK`);
    expect(flowOf(line('10.0.0.4', '203.0.113.5'))).toMatchObject({ direction: 'out', bytes: 180, packets: 3 });
    expect(flowOf(line('203.0.113.5', '10.0.0.4'))).toMatchObject({ direction: 'in', destinationPort: 443 });
    expect(flowOf(line('10.0.0.5', '10.0.0.4'))).not.toHaveProperty('direction');
  });

  test.each(['10.1.2.3', '172.16.0.1', '172.31.9.9', '192.168.1.1', '100.64.0.1', '169.254.1.1', 'fd00::1', 'fe80::1'])(
    '%s is inside',
    (address) => expect(isInternal(address)).toBe(true),
  );

  test.each(['203.0.113.5', '172.32.0.1', '100.128.0.1', '11.0.0.1', '2001:db8::1', 'fc.example'])(
    '%s is not',
    (address) => expect(isInternal(address)).toBe(false),
  );
});

describe('logons', () => {
  test('of Windows succeed or fail', () => {
    expect(logonOf(only(windowsLogon(time, 1, 'Ann', '10', 'pc-1')))).toMatchObject({
      outcome: 'success',
      type: '10',
      accountKey: 'example\\ann',
    });
    expect(logonOf(only(windowsLogon(time, 1, 'Ann', '3', 'pc-1', 4625)))?.outcome).toBe('failure');
  });

  test.each([
    ['PC-7$', '3'],
    ['SYSTEM', '2'],
    ['DWM-1', '2'],
    ['ANONYMOUS LOGON', '3'],
    ['svc-backup', '5'],
    ['svc-backup', '4'],
    ['-', '3'],
  ])('of %s by type %s are of the system', (account, type) => {
    expect(logonOf(only(windowsLogon(time, 1, account, type, 'pc-1')))).toBeUndefined();
  });

  const facts = { time, user: 'ann@example.com', appId: 'x', address: '198.51.100.20', country: 'DE' };

  test('that Entra interrupts for a second factor are neither', () => {
    const withCode = (code: string) => only(signInBody(facts).replace('"resultType":"0"', `"resultType":"${code}"`));
    expect(logonOf(withCode('0'))?.outcome).toBe('success');
    expect(logonOf(withCode('50126'))?.outcome).toBe('failure');
    expect(logonOf(withCode('50074'))).toBeUndefined();
  });

  test('that a program makes with a refreshed token are none', () => {
    expect(logonOf(only(signInBody(facts).replace('SignInLogs', 'NonInteractiveUserSignInLogs')))).toBeUndefined();
  });

  test('know where they were made, and whether to manage', () => {
    const portal = 'C44B4083-3bb0-49c1-b47d-974e53cbdf3c';
    const coordinates = { latitude: 52.5, longitude: 13.4 };
    expect(signInOf(only(signInBody({ ...facts, appId: portal, asn: 64_500, coordinates })))).toMatchObject({
      manages: true,
      country: 'DE',
      asn: '64500',
      coordinates,
    });
    expect(signInOf(only(signInBody(facts)))).toMatchObject({ manages: false, asn: '' });
  });

  test('at zero, zero were made nowhere', () => {
    const nowhere = signInBody({ ...facts, coordinates: { latitude: 0, longitude: 0 } });
    expect(signInOf(only(nowhere))).not.toHaveProperty('coordinates');
  });
});

describe('principals', () => {
  const trail = (more: object) =>
    only(
      JSON.stringify({
        eventVersion: '1.09',
        eventTime: time,
        eventSource: 'iam.amazonaws.com',
        eventName: 'PutUserPolicy',
        sourceIPAddress: '198.51.100.40',
        readOnly: false,
        userIdentity: { type: 'IAMUser', principalId: 'P', arn: 'arn:aws:iam::000000000001:user/ann', userName: 'ann' },
        ...more,
      }),
    );
  const role = (session: string) => ({
    userIdentity: {
      type: 'AssumedRole',
      principalId: `R:${session}`,
      arn: `arn:aws:sts::000000000001:assumed-role/deploy/${session}`,
      sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::000000000001:role/deploy' } },
    },
  });

  test('that change something are administrators', () => {
    expect(administratorAct(trail({}))).toMatchObject({
      key: 'arn:aws:iam::000000000001:user/ann',
      address: '198.51.100.40',
    });
    expect(principalOf(trail({ readOnly: true }))).toMatchObject({ changes: false });
    expect(administratorAct(trail({ readOnly: true }))).toBeUndefined();
  });

  test('are a role, whatever the session', () => {
    const keys = ['a', 'b'].map((session) => principalOf(trail(role(session)))?.key);
    expect(new Set(keys)).toEqual(new Set(['arn:aws:iam::000000000001:role/deploy']));
  });

  test('that are services of the platform are none', () => {
    const service = { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' };
    expect(principalOf(trail({ userIdentity: service }))).toBeUndefined();
  });

  test.each([
    ['ann@example.com', true],
    ['system:serviceaccount:default:web', true],
    ['system:serviceaccount:kube-system:job', false],
    ['system:node:n1', false],
  ])('of a cluster: %s counts: %s', (username, counts) => {
    const audit = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      auditID: 'a',
      stage: 'ResponseComplete',
      verb: 'list',
    };
    const event = only(JSON.stringify({ ...audit, user: { username }, stageTimestamp: time }));
    expect(principalOf(event) !== undefined).toBe(counts);
  });
});

test('a network is known by its operator and by its range', () => {
  expect(networksOf('203.0.113.9', '64500')).toEqual(['as64500', '203.0.0.0/16']);
  expect(networksOf('2001:db8:7::9')).toEqual(['2001:db8::/32']);
  expect(networksOf('10.0.0.1', '64500')).toEqual([]);
});

test.each([
  ['C:\\Program Files\\App 1.2\\app.exe', 'C:\\Program Files\\App 11.30\\APP.exe'],
  [
    'C:\\Windows\\Temp\\{0fced311-2a4e-4f6c-b6ac-3672184e5d58}\\x.exe',
    'C:\\Windows\\Temp\\{3f76689b-b5c3-4c3c-91d4-27dabd9da10e}\\x.exe',
  ],
  ['/nix/store/0123456789abcdef-bash/bin/bash', '/nix/store/fedcba9876543210-bash/bin/bash'],
  ['/proc/4711/exe', '/proc/12/exe'],
])('%s and %s are one program', (one, other) => {
  expect(imageName(one)).toBe(imageName(other));
});

test('two programs are two', () => {
  expect(imageName('/usr/bin/feedface')).toBe('/usr/bin/#');
  expect(imageName('/usr/bin/cat')).not.toBe(imageName('/usr/bin/tac'));
});
