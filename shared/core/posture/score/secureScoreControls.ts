/**
 * The secure score controls: GUID, name and maximum as documented for Defender for Cloud in 2025-11; the GUIDs are those
 * of the public API examples.
 */
export const secureScoreControls = {
  enableMfa: { id: '34a42fb3-e6db-409c-b56b-7b1db6b8aee0', displayName: 'Enable MFA', maxScore: 10 },
  secureManagementPorts: {
    id: '52901099-235c-4971-b9d5-a33fca3a936e',
    displayName: 'Secure management ports',
    maxScore: 8,
  },
  applySystemUpdates: { id: '61702b76-1fab-41f2-bcbc-50b7870dcf38', displayName: 'Apply system updates', maxScore: 6 },
  remediateVulnerabilities: {
    id: '05daab2e-f074-4601-ac10-aadf5c9c50f6',
    displayName: 'Remediate vulnerabilities',
    maxScore: 6,
  },
  remediateSecurityConfigurations: {
    id: '99fc8df2-e0f5-40f8-9415-a7f7ca948b5a',
    displayName: 'Remediate security configurations',
    maxScore: 4,
  },
  manageAccessAndPermissions: {
    id: '2d85f639-0bea-4a4a-b6c6-608952a1414a',
    displayName: 'Manage access and permissions',
    maxScore: 4,
  },
  enableEncryptionAtRest: {
    id: '8fd574ec-43cf-426e-a439-a67cbaf2d564',
    displayName: 'Enable encryption at rest',
    maxScore: 4,
  },
  encryptDataInTransit: {
    id: '0e55495e-034f-4abc-8293-767229250176',
    displayName: 'Encrypt data in transit',
    maxScore: 4,
  },
  restrictUnauthorizedNetworkAccess: {
    id: 'f9d5432b-8f7b-45e9-b90c-e214a30f6a02',
    displayName: 'Restrict unauthorized network access',
    maxScore: 4,
  },
  applyAdaptiveApplicationControl: {
    id: 'a000c66f-6da2-4f9d-826d-2364347d2588',
    displayName: 'Apply adaptive application control',
    maxScore: 3,
  },
  protectAgainstDdos: {
    id: 'a9909064-42b4-4d34-8143-275477afe18b',
    displayName: 'Protect applications against DDoS attacks',
    maxScore: 2,
  },
  enableEndpointProtection: {
    id: '12136bd9-dc24-44f2-9587-7be3af6aac14',
    displayName: 'Enable endpoint protection',
    maxScore: 2,
  },
  enableAuditingAndLogging: {
    id: '27b24961-75ba-4fe4-8909-97286d5dd5ee',
    displayName: 'Enable auditing and logging',
    maxScore: 1,
  },
  enableEnhancedSecurityFeatures: {
    id: '4db8d6cf-075b-4149-a813-da09ca2ae120',
    displayName: 'Enable enhanced security features',
    maxScore: 0,
  },
  implementSecurityBestPractices: {
    id: '76763537-9feb-42d3-b4f4-78c01117be80',
    displayName: 'Implement security best practices',
    maxScore: 0,
  },
} as const;

/**
 * Of the table above: `version` is the month of the documentation it follows, `date` when it was last compared with that.
 * It stands in every change and every day of the history, so that figures of two tables are never mistaken for a move.
 * 2025-11 has 58 points; the tables of 2020 had `Apply data classification` (2) beside these, and called the enhanced security
 * features `Advanced Threat Protection`.
 */
export const controlTableVersion = { version: '2025-11', date: '2026-11-21', maxScore: 58 } as const;

export type ControlKey = keyof typeof secureScoreControls;
