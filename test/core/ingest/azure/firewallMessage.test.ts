import fc from 'fast-check';
import { readFirewallMessage } from '../../../../shared/core/ingest/azure/firewallMessage';

describe('readFirewallMessage', () => {
  it.each([
    [
      'TCP request from 192.0.2.1:49680 to 198.51.100.2:1688. Action: Deny. ',
      {
        Protocol: 'TCP',
        SourceIp: '192.0.2.1',
        SourcePort: '49680',
        DestinationIp: '198.51.100.2',
        DestinationPort: '1688',
        Action: 'Deny',
      },
    ],
    [
      "TCP request from 203.0.113.9:4000 to 198.51.100.2:3389 was DNAT'ed to 10.0.0.2:3389. Policy: p. Rule Collection Group: g. Rule Collection: c. Rule: r",
      {
        Protocol: 'TCP',
        SourceIp: '203.0.113.9',
        SourcePort: '4000',
        DestinationIp: '198.51.100.2',
        DestinationPort: '3389',
        TranslatedIp: '10.0.0.2',
        TranslatedPort: '3389',
        Policy: 'p',
        RuleCollectionGroup: 'g',
        RuleCollection: 'c',
        Rule: 'r',
      },
    ],
    [
      'ICMP Type=8 request from 192.0.2.1 to 198.51.100.2. Action: Deny. ',
      { Protocol: 'ICMP', IcmpType: '8', SourceIp: '192.0.2.1', DestinationIp: '198.51.100.2', Action: 'Deny' },
    ],
    [
      'TCP request from 192.0.2.1: to 198.51.100.2:443. Action: Allow..',
      {
        Protocol: 'TCP',
        SourceIp: '192.0.2.1',
        DestinationIp: '198.51.100.2',
        DestinationPort: '443',
        Action: 'Allow',
      },
    ],
    [
      'HTTPS request from 10.0.0.4:56711 to www.example.com:443. Action: Allow. Rule Collection: c. Rule: r',
      {
        Protocol: 'HTTPS',
        SourceIp: '10.0.0.4',
        SourcePort: '56711',
        Fqdn: 'www.example.com',
        DestinationPort: '443',
        Action: 'Allow',
        RuleCollection: 'c',
        Rule: 'r',
      },
    ],
  ])('%s', (message, expected) => {
    expect(readFirewallMessage(message)).toEqual(expected);
  });

  it('takes the signature of an intrusion', () => {
    const message =
      'TCP request from 192.0.2.1:80 to 198.51.100.2:81. Action: alert. Signature: 2102649. IDS: some text. Priority: 1. Classification: Attempted User';
    expect(readFirewallMessage(message)).toMatchObject({
      Action: 'alert',
      SignatureId: '2102649',
      Description: 'some text',
      Severity: '1',
      Category: 'Attempted User',
    });
  });

  it('takes what threat intelligence says of a URL', () => {
    const message =
      'HTTP request from 10.0.0.4:5000 to www.example.com:80. Url: www.example.com/x. Action: Deny. ThreatIntel: Bot network';
    expect(readFirewallMessage(message)).toMatchObject({
      TargetUrl: 'www.example.com/x',
      Action: 'Deny',
      ThreatDescription: 'Bot network',
    });
  });

  it('takes the name that is asked for', () => {
    const message = 'DNS Request: 10.0.0.5:50124 - 34281 A IN www.example.com. udp 61 false 512 NOERROR';
    expect(readFirewallMessage(message)).toMatchObject({
      SourceIp: '10.0.0.5',
      QueryType: 'A',
      QueryName: 'www.example.com.',
    });
  });

  it('reads any text without failing, in time', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readFirewallMessage(text) === 'object'));
    expect(readFirewallMessage('IDS: Classification: ThreatIntel: Rule: '.repeat(20_000))).toEqual(expect.any(Object));
  });
});
