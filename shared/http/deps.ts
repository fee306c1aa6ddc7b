import type { JSONWebKeySet } from 'jose' with { 'resolution-mode': 'import' };
import type { DetectionEntry } from '../core/detect/catalogue/detectionEntry';
import type { DecodeLimits } from '../core/ingest/decodedBody';
import type { Source } from '../core/ingest/source';
import type { Recommendation } from '../core/posture/recommendation';
import type { Ports } from '../flows/ports';
import type { Home } from '../flows/saveSnapshots';
import type { Standard } from '../model/standard';
import type { RuleDirectory } from '../flows/rules/ruleDirectory';
import type { ActionKind } from './automationActions';

/** Who signs the tokens this deployment trusts. `jwks` is the issuer's key set or the URL it is served at. */
export interface AuthSettings {
  /** Entra signs as two issuers (v1 and v2 tokens): name each that is trusted. */
  issuers: string[];
  audiences: string[];
  jwks: JSONWebKeySet | string;
}

export interface HttpDeps {
  ports: Ports;
  recommendations: Recommendation[];
  /** Policies assigned anywhere, as assessments name them. */
  assigned?: () => Promise<readonly Recommendation[]>;
  /** Those of one subscription. */
  assignedIn?: (subscriptionId: string) => Promise<readonly Recommendation[]>;
  /** The shipped standards of regulatory compliance; read when first asked for. */
  standards: () => readonly Standard[];
  /** Whether quick fixes may change resources (`QUICK_FIXES`); a dry run is always allowed. */
  quickFixes: boolean;
  auth: AuthSettings;
  /** A new random GUID. */
  newId: () => string;
  /** At least 32 bytes, the same on every instance: signs `$skipToken`s. */
  pageKey: Buffer;
  /** Where clients reach the API, with a path prefix if there is one; else it is read from the request's own headers. */
  publicUrl?: string;
  actionKinds: ActionKind[];
  /** Private addresses and hosts that automations may call (`ALLOWED_PRIVATE_TARGETS`). The delivery checks again, resolved. */
  allowedTargets: string[];
  /** Written into the documents this API creates: that of `home`, where the flows that write look for it. */
  workspaceId: string;
  /**
   * Where Skywarden is deployed. Whoever administers what belongs to the whole deployment holds a role in its subscription; its location is
   * the one that the provider answers for (`locations`).
   */
  home: Home;
  /** Where machines reach this deployment, without a trailing slash: never read from a request, since commands for machines name it. */
  machineUrl: string;
  /** By which the ingest door counts what a body holds. */
  decodeLimits: DecodeLimits;
  /** As ingest asks them: a sample is read as a message would be. */
  sources: Source[];
  /** All shipped detections, in the order of their alert types; made when first asked for. */
  detections: () => readonly DetectionEntry[];
  /** What users wrote. */
  userRules: RuleDirectory;
  version: string;
}
