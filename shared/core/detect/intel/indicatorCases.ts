/** Raw bodies that go through the real sources and the shipped lists, and how many findings must come out. */
export const indicatorCases: { name: string; body: string; findings: number }[] = [
  {
    name: 'a process connects to a listed address',
    body: '{"EventID":3,"Channel":"Microsoft-Windows-Sysmon/Operational","Provider_Name":"Microsoft-Windows-Sysmon","Computer":"win-1.example.com","UtcTime":"2026-03-02 11:00:00.123","EventRecordID":5701,"Image":"C:\\\\Temp\\\\beacon.exe","Protocol":"tcp","Initiated":"true","SourceIp":"10.0.0.4","SourcePort":50123,"DestinationIp":"203.0.113.66","DestinationPort":443}',
    findings: 1,
  },
  {
    name: 'a process asks for a name below a listed domain',
    body: '{"EventID":22,"Channel":"Microsoft-Windows-Sysmon/Operational","Provider_Name":"Microsoft-Windows-Sysmon","Computer":"win-1.example.com","UtcTime":"2026-03-02 11:01:00.123","EventRecordID":5702,"Image":"C:\\\\Temp\\\\beacon.exe","QueryName":"cdn.malicious.example.com","QueryStatus":"0"}',
    findings: 1,
  },
  {
    name: 'a program with a listed hash starts',
    body: '{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Provider_Name":"Microsoft-Windows-Sysmon","Computer":"win-1.example.com","UtcTime":"2026-03-02 11:02:00.123","EventRecordID":5703,"ProcessId":6901,"Image":"C:\\\\Temp\\\\eicar.com","CommandLine":"eicar.com","User":"WIN-1\\\\alice","Hashes":"MD5=44D88612FEA8A8F36DE82E1278ABB02F,SHA256=0000000000000000000000000000000000000000000000000000000000000000"}',
    findings: 1,
  },
  {
    name: 'an unknown sender names a client in a listed network',
    body: '{"timestamp":"2026-03-02T11:03:00Z","hostname":"app-1","clientIP":"198.51.100.130:4711","action":"Allow","message":"request served"}',
    findings: 1,
  },
  {
    name: 'the firewall turned a listed address away',
    body: '{"timestamp":"2026-03-02T11:04:00Z","hostname":"fw-1","clientIP":"203.0.113.66:4711","action":"Deny"}',
    findings: 0,
  },
  {
    name: 'a login from a listed address failed',
    body: 'type=USER_LOGIN msg=audit(1772449500.100:6001): pid=2300 uid=0 auid=4294967295 ses=4294967295 msg=\'op=login acct="admin" exe="/usr/sbin/sshd" hostname=? addr=203.0.113.66 terminal=sshd res=failed\'',
    findings: 0,
  },
  {
    name: 'an address just outside a listed network, and a name that only ends alike',
    body: '{"timestamp":"2026-03-02T11:05:00Z","hostname":"app-1","clientIP":"198.51.100.144","domain":"notmalicious.example.com"}',
    findings: 0,
  },
];
