import type { JsonObject } from '../../shared/model/json';
import { resourceSchema, type Resource } from '../../shared/model/resource';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { firstText, memberAt, objectAt, textAt, textsAt } from '../../shared/core/ingest/cloud/memberAt';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { redactCredentials } from '../../shared/core/ingest/cloud/redactCredentials';
import { textTags } from '../../shared/core/ingest/cloud/textTags';
import { timeOr } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';

/** A record without one of these members is not ours. */
const marks = ['resourcetypes', 'resourcetype'];

/** State of AWS resources as Panther's scanner describes them, bare or with the policy that was asked of them. */
export const source: Source = {
  id: 'awsResource',
  order: 110,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && typesOf(raw).length > 0,
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a volume',
      body: '{"ResourceType":"AWS.EC2.Volume","ResourceId":"arn:aws:ec2:eu-west-1:000000000001:volume/vol-1","Arn":"arn:aws:ec2:eu-west-1:000000000001:volume/vol-1","Id":"vol-1","AccountId":"000000000001","Region":"eu-west-1","TimeCreated":"2019-01-01T00:00:00.000Z","Encrypted":true,"Tags":{"team":"a"}}',
      expect: [
        {
          source: 'awsResource',
          timeOrigin: 'enqueued',
          resourceId: 'arn:aws:ec2:eu-west-1:000000000001:volume/vol-1',
          logSource: { product: 'aws', service: 'resources' },
        },
      ],
    },
    {
      name: 'a password policy, which has no name, with what was asked of it',
      body: '{"policy":"AWS.PasswordPolicy.Length","resourceTypes":["AWS.PasswordPolicy"],"resource":{"MinimumPasswordLength":14}}',
      expect: [{ source: 'awsResource', timeOrigin: 'enqueued', resourceId: '' }],
    },
    {
      name: 'wrong types',
      body: '{"resourceTypes":"AWS.S3.Bucket","resource":{"Arn":{},"Tags":7,"Region":["x"]}}',
      expect: [{ source: 'awsResource', resourceId: '' }],
    },
  ],
};

const isType = (text: string): boolean => /^AWS\.\w+(?:\.\w+){0,3}$/.test(text);

/** The state itself, which stands alone or beside the question. */
const stateOf = (raw: JsonObject): JsonObject => (isAsked(raw) ? objectAt(raw, 'resource') : raw);
const isAsked = (raw: JsonObject): boolean => Object.keys(objectAt(raw, 'resource')).length > 0;

function typesOf(raw: JsonObject): string[] {
  if (isAsked(raw)) return textsAt(raw, 'resourceTypes').filter(isType);
  return firstText(raw, 'Arn', 'ResourceId') === '' ? [] : textsAt(raw, 'ResourceType').filter(isType);
}

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const time = timeOr(undefined, context);
  const resource = resourceOf(raw);
  return {
    id: recordIdentity('awsResource', [], raw, time, context),
    source: 'awsResource',
    ...time,
    resourceId: resource?.id ?? '',
    logSource: { product: 'aws', service: 'resources' },
    entities: [],
    fields: redactCredentials(raw),
    ...(resource && { snapshot: { resource, observedAt: context.enqueuedAt, source: 'awsResource' } }),
  };
}

/** Undefined for a state that does not say whose it is, or that several types share: it stays an event. */
function resourceOf(raw: JsonObject): Resource | undefined {
  const state = stateOf(raw);
  const types = [textAt(state, 'ResourceType')].filter(isType);
  const [type, ...others] = types.length > 0 ? types : typesOf(raw);
  const id = firstText(state, 'Arn', 'ResourceId');
  if (type === undefined || others.length > 0 || !id.startsWith('arn:')) return undefined;
  const [region, tags] = [textAt(state, 'Region'), textTags(memberAt(state, 'Tags'))];
  const result = resourceSchema.safeParse({
    id,
    name: firstText(state, 'Name', 'Id') || id,
    type: type.replaceAll('.', '::'),
    ...(region !== '' && { location: region }),
    ...(tags && { tags }),
    properties: redactCredentials(state),
  });
  return result.success ? result.data : undefined;
}
