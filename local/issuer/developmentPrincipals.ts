import type { RoleName } from '../../shared/model/documents/settings';

/** One principal per role on one machine: the local start assigns each its role, and `skywarden token --role` speaks for it. */
export const developmentPrincipals: Record<RoleName, string> = {
  Owner: '00000000-0000-0000-0000-00000000a001',
  Contributor: '00000000-0000-0000-0000-00000000a002',
  Reader: '00000000-0000-0000-0000-00000000a003',
  'Security Admin': '00000000-0000-0000-0000-00000000a004',
  'Security Reader': '00000000-0000-0000-0000-00000000a005',
};
