/** Files as users write them. Ids end in the number given. */
export const idOf = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;

export const ruleText = (
  at: number,
  detection = 'selection:\n    CommandLine|contains: evil',
): string => `title: Rule ${at}
id: ${idOf(at)}
name: rule_${at}
logsource:
  product: windows
  category: process_creation
detection:
  ${detection}
  condition: selection
level: high
`;

export const correlationText = (at: number, of: number, count = 3): string => `title: Correlation ${at}
id: ${idOf(at)}
level: high
correlation:
  type: event_count
  rules: rule_${of}
  group-by: [Computer]
  timespan: 10m
  condition:
    gte: ${count}
`;
