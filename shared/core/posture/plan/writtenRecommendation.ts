import type { AssessmentMetadataDocument } from '../../../model/policy';
import { type Recommendation, unknown } from '../recommendation';

const prefix = 'policy/written/';

/** Under which key verdicts that clients write are kept: two subscriptions may have metadata of one name. */
export const writtenKey = (subscriptionId: string, name: string): string =>
  `${prefix}${subscriptionId.toLowerCase()}/${name.toLowerCase()}`;

export const isWrittenKey = (key: string): boolean => key.startsWith(prefix);

const made = new WeakMap<AssessmentMetadataDocument, Recommendation>();

/** As lists and exports name it. It is in no control, so it never moves the score. The same object for the same document. */
export function writtenRecommendation(document: AssessmentMetadataDocument): Recommendation {
  const known = made.get(document);
  if (known) return known;
  const { name, properties, scope } = document;
  const { displayName, severity, assessmentType, partnerData } = properties;
  const recommendation: Recommendation = {
    key: writtenKey(scope.split('/').at(-1) ?? '', name),
    assessmentKey: name.toLowerCase(),
    metadata: {
      displayName,
      severity,
      assessmentType,
      description: properties.description ?? displayName,
      userImpact: properties.userImpact ?? 'Moderate',
      implementationEffort: properties.implementationEffort ?? 'Moderate',
      categories: properties.categories ?? [],
      threats: properties.threats ?? [],
      remediationDescription: properties.remediationDescription ?? '',
      controls: [],
      ...(properties.preview && { preview: true }),
      ...(partnerData && { partnerData }),
    },
    freshnessHours: 24,
    appliesTo: [],
    judge: () => unknown('WrittenByClient', 'Its verdicts are written by a client.'),
    cases: [],
  };
  made.set(document, recommendation);
  return recommendation;
}
