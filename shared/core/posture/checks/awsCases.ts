import type { Resource } from '../../../model/resource';

/** A resource of an AWS account for cases; its id is an ARN. */
export const sampleAws = (type: string, arn: string, properties: Resource['properties']): Resource => ({
  id: `arn:aws:${arn}`,
  name: arn.split(/[/:]/).at(-1)!,
  type,
  location: 'eu-west-1',
  properties,
});
