import type { Pipeline } from './pipeline';

const rule = (service: string) => ({ product: 'azure', service });

/**
 * Public rules use names of several export formats. The diagnostic record of a category has its own fields below `properties`;
 * `properties.message` exists in none and stands for what happened.
 */
export const azure: Pipeline[] = [
  {
    rule: rule('activitylogs'),
    fields: {
      operationnamevalue: ['operationName'],
      'properties.message': ['operationName', 'properties.activityDisplayName'],
      categoryvalue: ['category'],
      resourceprovidervalue: ['resourceProviderName', 'resourceId'],
      resourceid: ['resourceId', '_ResourceId'],
      status: ['status', 'resultType'],
    },
  },
  {
    rule: rule('auditlogs'),
    fields: {
      operationname: ['operationName', 'properties.activityDisplayName'],
      activitydisplayname: ['properties.activityDisplayName', 'operationName'],
      'properties.message': ['properties.activityDisplayName', 'operationName'],
      category: ['properties.category', 'category'],
      status: ['properties.result', 'resultType'],
      'properties.result': ['properties.result', 'resultType'],
      loggedbyservice: ['properties.loggedByService'],
      targetresources: ['properties.targetResources'],
      'targetresources.type': ['properties.targetResources.type'],
      'targetresources.modifiedproperties': ['properties.targetResources.modifiedProperties'],
      'targetresources.modifiedproperties.displayname': ['properties.targetResources.modifiedProperties.displayName'],
      'targetresources.modifiedproperties.newvalue': ['properties.targetResources.modifiedProperties.newValue'],
      'properties.targetresources': ['properties.targetResources', 'targetResources'],
      initiatedby: ['properties.initiatedBy'],
      'additionaldetails.additionalinfo': ['properties.additionalDetails.value'],
      failure_status_reason: ['properties.resultReason', 'resultDescription'],
      activitytype: ['properties.operationType', 'properties.activityDisplayName'],
      userprincipalname: ['properties.initiatedBy.user.userPrincipalName'],
    },
  },
  {
    rule: rule('signinlogs'),
    fields: {
      resulttype: ['resultType', 'properties.status.errorCode'],
      resultdescription: ['resultDescription', 'properties.status.failureReason'],
      'properties.message': ['resultDescription', 'properties.status.failureReason', 'operationName'],
      status: ['properties.status.failureReason', 'resultDescription'],
      clientapp: ['properties.clientAppUsed'],
      username: ['properties.userPrincipalName'],
      activitydetails: ['operationName'],
      ...below('properties', [
        'authenticationRequirement',
        'riskState',
        'riskLevelDuringSignIn',
        'riskEventTypes',
        'conditionalAccessStatus',
        'userAgent',
        'resourceDisplayName',
        'networkLocationDetails',
        'deviceDetail.deviceId',
        'deviceDetail.isCompliant',
        'deviceDetail.trustType',
        'appDisplayName',
        'appId',
        'clientAppUsed',
        'userPrincipalName',
        'ipAddress',
        'location',
      ]),
    },
  },
  {
    rule: rule('riskdetection'),
    fields: below('properties', ['riskEventType', 'riskLevel', 'riskState', 'riskDetail', 'detectionTimingType']),
  },
];

/** Fields that stand one level deeper, under the same names. */
function below(member: string, names: string[]): Record<string, string[]> {
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), [`${member}.${name}`]]));
}
