import type { Pipeline } from './pipeline';

const protoPayload = [
  'methodName',
  'serviceName',
  'resourceName',
  'authorizationInfo.permission',
  'authorizationInfo.granted',
  'resource.type',
  'request',
];

/** Google's audit records under the names of other products' pipelines. */
const googleAudit = {
  'gcp.audit.method_name': ['protoPayload.methodName'],
  'gcp.audit.service_name': ['protoPayload.serviceName'],
  ...Object.fromEntries(
    protoPayload.map((name) => [`data.protopayload.${name.toLowerCase()}`, [`protoPayload.${name}`, name]]),
  ),
  'data.protopayload.logname': ['logName'],
  'data.protopayload.resource.type': ['resource.type', 'protoPayload.resource.type'],
};

const workspaceAudit = {
  eventservice: ['protoPayload.serviceName'],
  eventname: ['protoPayload.metadata.event.eventName', 'protoPayload.methodName'],
  'protopayload.servicename': ['protoPayload.serviceName'],
};

/** Office 365: alert policies are audit records of the Security and Compliance Center. */
const alertPolicy = {
  eventsource: ['Workload', 'Source'],
  eventname: ['Name', 'AlertName', 'Operation'],
  status: ['ResultStatus', 'Status'],
};

export const clouds: Pipeline[] = [
  { rule: { product: 'gcp', service: 'gcp.audit' }, fields: googleAudit },
  { rule: { product: 'gcp', service: 'google_workspace.admin' }, fields: workspaceAudit },
  { rule: { product: 'gcp', service: 'google_workspace.login' }, fields: workspaceAudit },
  { rule: { product: 'm365', service: 'audit' }, events: [{ product: 'm365' }], fields: alertPolicy },
  { rule: { product: 'm365', service: 'exchange' }, fields: alertPolicy },
  { rule: { product: 'm365', service: 'threat_management' }, events: [{ product: 'm365' }], fields: alertPolicy },
  { rule: { product: 'm365', service: 'threat_detection' }, events: [{ product: 'm365' }], fields: alertPolicy },
  {
    rule: { product: 'kubernetes', service: 'audit' },
    events: [{ product: 'kubernetes', service: 'audit' }],
    fields: {
      apigroup: ['objectRef.apiGroup'],
      hostpath: ['requestObject.spec.volumes.hostPath', 'requestObject.spec.template.spec.volumes.hostPath'],
      capabilities: [
        'requestObject.spec.containers.securityContext.capabilities.add',
        'requestObject.spec.template.spec.containers.securityContext.capabilities.add',
      ],
    },
  },
];
