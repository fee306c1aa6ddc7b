import type { ProfileDocument } from '../../model/documents/profiles';

export interface ProfileStore {
  load(entityKey: string, detector: string): Promise<ProfileDocument | undefined>;
  /** Answers the stored document. Throws Conflict when the profile moved since it was loaded. */
  save(profile: ProfileDocument): Promise<ProfileDocument>;
}
