/** A Sigma rule around one detection. */
export function sigmaDocument(detection: object, changes: object = {}): object {
  return {
    title: 'A rule',
    id: '11111111-1111-4111-8111-111111111111',
    logsource: { product: 'windows', category: 'process_creation' },
    detection,
    level: 'high',
    ...changes,
  };
}
