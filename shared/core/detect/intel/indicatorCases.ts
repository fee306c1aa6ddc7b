import type { Severity } from '../../../model/alert';

/** Raw bodies that go through the real sources and the shipped lists, and how many findings must come out. */
export const indicatorCases: { name: string; body: string; findings: number; severity?: Severity }[] = [
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
  {
    name: 'a flow log: a listed address probes and is denied',
    body: '{"records":[{"time":"2026-11-21T08:01:00Z","category":"NetworkSecurityGroupFlowEvent","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg","properties":{"Version":2,"flows":[{"rule":"r","flows":[{"mac":"000D3AF87856","flowTuples":["1795248010,203.0.113.66,10.0.0.4,4711,22,T,I,D,B,,,,"]}]}]}}]}',
    findings: 0,
  },
  {
    name: 'a flow log: a listed address is let in',
    body: '{"records":[{"time":"2026-11-21T08:01:00Z","category":"NetworkSecurityGroupFlowEvent","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg","properties":{"Version":2,"flows":[{"rule":"r","flows":[{"mac":"000D3AF87856","flowTuples":["1795248011,203.0.113.66,10.0.0.4,4711,443,T,I,A,B,,,,"]}]}]}}]}',
    findings: 1,
    severity: 'Medium',
  },
  {
    name: 'a flow log: a machine reaches a listed address',
    body: '{"records":[{"time":"2026-11-21T08:01:00Z","category":"NetworkSecurityGroupFlowEvent","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg","properties":{"Version":2,"flows":[{"rule":"r","flows":[{"mac":"000D3AF87856","flowTuples":["1795248012,10.0.0.6,203.0.113.66,4711,443,T,O,A,B,,,,"]}]}]}}]}',
    findings: 1,
    severity: 'High',
  },
  {
    name: 'a flow log: a machine tries a listed address and is denied',
    body: '{"records":[{"time":"2026-11-21T08:01:00Z","category":"NetworkSecurityGroupFlowEvent","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg","properties":{"Version":2,"flows":[{"rule":"r","flows":[{"mac":"000D3AF87856","flowTuples":["1795248013,10.0.0.7,203.0.113.66,4711,443,T,O,D,B,,,,"]}]}]}}]}',
    findings: 1,
    severity: 'Low',
  },
  {
    name: 'a flow log of a virtual network: a probe is denied',
    body: '{"records":[{"time":"2026-11-21T08:01:00Z","category":"FlowLogFlowEvent","flowLogVersion":4,"targetResourceID":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet","flowRecords":{"flows":[{"aclID":"a","flowGroups":[{"rule":"r","flowTuples":["1795248014000,203.0.113.66,10.0.0.4,4711,3389,6,I,D,NX,0,0,0,0"]}]}]}}]}',
    findings: 0,
  },
  {
    name: 'a flow log of a virtual network: a machine reaches a listed network',
    body: '{"records":[{"time":"2026-11-21T08:01:00Z","category":"FlowLogFlowEvent","flowLogVersion":4,"targetResourceID":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet","flowRecords":{"flows":[{"aclID":"a","flowGroups":[{"rule":"r","flowTuples":["1795248015000,10.0.0.4,198.51.100.130,4711,443,6,O,B,NX,0,0,0,0"]}]}]}}]}',
    findings: 1,
    severity: 'Medium',
  },
  {
    name: 'a firewall denies what comes from a listed address',
    body: '{"records":[{"time":"2026-11-21T08:00:00Z","category":"AZFWNetworkRule","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/azureFirewalls/f1","properties":{"Protocol":"TCP","SourceIp":"203.0.113.66","SourcePort":4000,"DestinationIp":"10.0.0.4","DestinationPort":3389,"Action":"Deny"}}]}',
    findings: 0,
  },
  {
    name: 'a firewall lets a machine reach a listed address',
    body: '{"records":[{"time":"2026-11-21T08:00:00Z","category":"AZFWNetworkRule","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/azureFirewalls/f1","properties":{"Protocol":"TCP","SourceIp":"10.0.0.4","SourcePort":4000,"DestinationIp":"203.0.113.66","DestinationPort":443,"Action":"Allow"}}]}',
    findings: 1,
    severity: 'High',
  },
  {
    name: 'a firewall names a question for a listed domain',
    body: '{"Type":"AZFWDnsQuery","TimeGenerated":"2026-11-21T08:00:02Z","SourceIp":"10.0.0.5","QueryName":"cdn.malicious.example.com.","QueryType":"A"}',
    findings: 1,
    severity: 'High',
  },
  {
    name: 'somebody signs in from a listed address',
    body: '{"records":[{"time":"2026-11-21T08:00:05Z","resourceId":"/tenants/00000000-0000-0000-0000-00000000000a/providers/Microsoft.aadiam","category":"SignInLogs","resultType":"0","callerIpAddress":"203.0.113.66","properties":{"id":"00000000-0000-0000-0000-0000000000b1","createdDateTime":"2026-11-21T08:00:00Z","userPrincipalName":"ann@example.com","userId":"00000000-0000-0000-0000-000000000002","ipAddress":"203.0.113.66","status":{"errorCode":0}}}]}',
    findings: 1,
    severity: 'High',
  },
  {
    name: 'a sign-in from a listed address fails',
    body: '{"records":[{"time":"2026-11-21T08:00:05Z","resourceId":"/tenants/00000000-0000-0000-0000-00000000000a/providers/Microsoft.aadiam","category":"SignInLogs","resultType":"50126","callerIpAddress":"203.0.113.66","properties":{"id":"00000000-0000-0000-0000-0000000000b5","createdDateTime":"2026-11-21T08:00:00Z","userPrincipalName":"ann@example.com","userId":"00000000-0000-0000-0000-000000000002","ipAddress":"203.0.113.66","status":{"errorCode":50126}}}]}',
    findings: 0,
  },
  {
    name: 'a logon to a machine from a listed address',
    body: '{"Type":"SecurityEvent","TimeGenerated":"2026-11-21T08:00:02.5Z","Computer":"pc-3","Channel":"Security","EventID":4624,"EventSourceName":"Microsoft-Windows-Security-Auditing","TargetUserName":"bob","TargetDomainName":"EXAMPLE","IpAddress":"203.0.113.66"}',
    findings: 1,
    severity: 'High',
  },
  {
    name: 'a logon to a machine from a listed address fails',
    body: '{"Type":"SecurityEvent","TimeGenerated":"2026-11-21T08:00:03.5Z","Computer":"pc-3","Channel":"Security","EventID":4625,"EventSourceName":"Microsoft-Windows-Security-Auditing","TargetUserName":"bob","TargetDomainName":"EXAMPLE","IpAddress":"203.0.113.66"}',
    findings: 0,
  },
  {
    name: 'a proxy lets a machine fetch a listed URL',
    body: 'CEF:0|Example|Proxy|1.0|200|Request|3|rt=1795248000123 src=10.0.0.4 dst=192.0.2.80 act=allow request=http://downloads.example.com/dropper.sh',
    findings: 1,
    severity: 'High',
  },
  {
    name: 'a proxy refuses a listed URL',
    body: 'CEF:0|Example|Proxy|1.0|200|Request|3|rt=1795248000124 src=10.0.0.4 dst=192.0.2.80 act=blocked request=http://downloads.example.com/dropper.sh',
    findings: 0,
  },
  {
    name: 'a web server answers a listed address',
    body: '{"records":[{"timeStamp":"2026-11-21T08:00:00Z","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/applicationGateways/g1","operationName":"ApplicationGatewayAccess","category":"ApplicationGatewayAccessLog","properties":{"clientIP":"203.0.113.66","httpMethod":"GET","requestUri":"/","httpStatus":200,"host":"www.example.com"}}]}',
    findings: 1,
    severity: 'Medium',
  },
  {
    name: 'a web server refuses a listed address',
    body: '{"records":[{"timeStamp":"2026-11-21T08:00:01Z","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/applicationGateways/g1","operationName":"ApplicationGatewayAccess","category":"ApplicationGatewayAccessLog","properties":{"clientIP":"203.0.113.66","httpMethod":"GET","requestUri":"/","httpStatus":403,"host":"www.example.com"}}]}',
    findings: 0,
  },
  {
    name: 'sshd lets somebody in from a listed address',
    body: '<38>Nov 21 08:00:00 web-1 sshd[4001]: Accepted password for ann from 203.0.113.66 port 40037 ssh2',
    findings: 1,
    severity: 'High',
  },
  {
    name: 'sshd turns a listed address away',
    body: '<38>Nov 21 08:00:01 web-1 sshd[4001]: Failed password for invalid user ann from 203.0.113.66 port 40037 ssh2',
    findings: 0,
  },
  {
    name: 'a call of the AWS API from a listed address succeeds',
    body: '{"eventVersion":"1.09","userIdentity":{"type":"IAMUser","userName":"ann"},"eventTime":"2026-11-21T08:00:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets","sourceIPAddress":"203.0.113.66","eventID":"00000000-0000-0000-0000-000000000107"}',
    findings: 1,
    severity: 'High',
  },
  {
    name: 'a call of the AWS API from a listed address is refused',
    body: '{"eventVersion":"1.09","userIdentity":{"type":"IAMUser","userName":"ann"},"eventTime":"2026-11-21T08:00:01Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets","sourceIPAddress":"203.0.113.66","errorCode":"AccessDenied","eventID":"00000000-0000-0000-0000-000000000108"}',
    findings: 0,
  },
  {
    name: 'a storage account refuses a listed address',
    body: '{"time":"2026-11-21T08:00:00Z","resourceId":"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a1/blobServices/default","category":"StorageRead","operationName":"GetBlob","statusCode":403,"statusText":"AuthorizationFailure","callerIpAddress":"203.0.113.66:45123"}',
    findings: 0,
  },
  {
    name: 'a listed URL that is gone was asked for all the same',
    body: 'CEF:0|Example|Proxy|1.0|200|Request|3|rt=1795248000125 src=10.0.0.9 dst=192.0.2.80 statusCode=404 request=http://downloads.example.com/dropper.sh',
    findings: 1,
    severity: 'High',
  },
];
