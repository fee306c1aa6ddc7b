import { commonLinuxCases, sampleFacts, sampleMachine } from '../../../shared/core/posture/checks/linuxMachineCases';
import { judgeLinuxFacts, machineTypes } from '../../../shared/core/posture/checks/linuxMachine';
import { healthy, unhealthy, unknown, type Recommendation } from '../../../shared/core/posture/recommendation';

/**
 * Services that are meant for a host or a closed network, by their registered or usual port: remote shells without
 * encryption, remote desktops, file shares, management interfaces, databases and caches. SSH (22) is not among them: it
 * is how Linux machines are reached, and its settings are judged by recommendations of their own.
 */
const closedNetworkPorts: Record<'tcp' | 'udp', Record<number, string>> = {
  tcp: {
    21: 'FTP',
    23: 'Telnet',
    111: 'portmapper',
    139: 'NetBIOS',
    445: 'SMB',
    512: 'rexec',
    513: 'rlogin',
    514: 'rsh',
    873: 'rsync',
    1270: 'OMI',
    1433: 'SQL Server',
    1521: 'Oracle Database',
    2049: 'NFS',
    2375: 'Docker without TLS',
    2379: 'etcd',
    3306: 'MySQL',
    3389: 'RDP',
    5432: 'PostgreSQL',
    5601: 'Kibana',
    5900: 'VNC',
    5901: 'VNC',
    5984: 'CouchDB',
    5985: 'WinRM',
    5986: 'WinRM',
    6000: 'X11',
    6379: 'Redis',
    8086: 'InfluxDB',
    9042: 'Cassandra',
    9200: 'Elasticsearch',
    9300: 'Elasticsearch',
    10250: 'kubelet',
    10255: 'kubelet',
    11211: 'memcached',
    15672: 'RabbitMQ management',
    27017: 'MongoDB',
    27018: 'MongoDB',
    27019: 'MongoDB',
  },
  udp: { 69: 'TFTP', 111: 'portmapper', 137: 'NetBIOS', 161: 'SNMP', 11211: 'memcached' },
};

const allAddresses = new Set(['0.0.0.0', '::']);

/** Named in the description at most. */
const mostNamed = 10;

const listener = (address: string, port: number, more: object = {}) => ({ protocol: 'tcp', address, port, ...more });

export const recommendation: Recommendation = {
  key: 'linux/exposedListeners',
  assessmentKey: 'f54e32b6-db10-57a1-8b10-1f0f13f500cc',
  metadata: {
    displayName: 'Management and database services on Linux machines should not listen on all addresses',
    description:
      'A service that manages the machine or holds its data waits on every network address. One mistake in a network security group or firewall is then enough to open it to everybody, and everybody in the same network reaches it already.',
    severity: 'High',
    userImpact: 'Moderate',
    implementationEffort: 'Moderate',
    categories: ['Compute', 'Networking'],
    threats: ['maliciousInsider', 'dataExfiltration', 'accountBreach'],
    remediationDescription:
      'Bind the service to 127.0.0.1, or to the one private address that its clients use (for example `bind` in redis.conf, `listen_addresses` in postgresql.conf, `bindIp` in mongod.conf, a unix socket for Docker). Replace Telnet, rsh and FTP by SSH. Remove services that nobody uses.',
    controls: ['restrictUnauthorizedNetworkAccess'],
  },
  freshnessHours: 48,
  appliesTo: machineTypes,
  judge: judgeLinuxFacts((facts) => {
    const { listeners, unreadable } = facts;
    if (listeners === undefined) {
      const reason = unreadable.listeners ?? 'no reason given';
      return unknown('ListenersUnreadable', `The listening ports could not be read: ${reason}.`);
    }
    const exposed = listeners
      .filter(({ address }) => allAddresses.has(address))
      .map((open) => ({ ...open, service: closedNetworkPorts[open.protocol][open.port] }))
      .filter(({ service }) => service !== undefined);
    if (exposed.length === 0) return healthy('No management or database port listens on all addresses.');
    const named = exposed
      .slice(0, mostNamed)
      .map(
        ({ protocol, port, service, process }) => `${protocol}/${port} (${service}${process ? `, ${process}` : ''})`,
      );
    const others = exposed.length > mostNamed ? ` and ${exposed.length - mostNamed} more` : '';
    return unhealthy('ExposedListener', `Listening on all addresses: ${named.join(', ')}${others}.`);
  }),
  cases: [
    {
      name: 'a web server and SSH',
      resource: sampleMachine,
      related: [sampleFacts({ listeners: [listener('0.0.0.0', 443), listener('::', 22)] })],
      expect: 'Healthy',
    },
    {
      name: 'a database for the machine itself and one network',
      resource: sampleMachine,
      related: [
        sampleFacts({ listeners: [listener('127.0.0.1', 5432), listener('::1', 6379), listener('192.0.2.4', 3306)] }),
      ],
      expect: 'Healthy',
    },
    { name: 'nothing listens', resource: sampleMachine, related: [sampleFacts({ listeners: [] })], expect: 'Healthy' },
    {
      name: 'Redis on all IPv4 addresses',
      resource: sampleMachine,
      related: [sampleFacts({ listeners: [listener('0.0.0.0', 6379, { pid: 7, process: 'redis-server' })] })],
      expect: 'Unhealthy',
    },
    {
      name: 'Telnet on all IPv6 addresses',
      resource: sampleMachine,
      related: [sampleFacts({ listeners: [listener('::', 23)] })],
      expect: 'Unhealthy',
    },
    {
      name: 'memcached over UDP',
      resource: sampleMachine,
      related: [sampleFacts({ listeners: [listener('0.0.0.0', 11211, { protocol: 'udp' })] })],
      expect: 'Unhealthy',
    },
    {
      name: 'ports that could not be read',
      resource: sampleMachine,
      related: [sampleFacts({ unreadable: { listeners: 'no such file: /proc/net/tcp' } })],
      expect: 'Unknown',
    },
    ...commonLinuxCases,
  ],
};
