import { profileId } from '../../core/documentIds';
import type { ProfileDocument } from '../../model/documents/profiles';
import type { ProfileStore } from '../../flows/ports/profiles';
import { orConflict } from './batch';
import type { Containers } from './client';

export function profileStore(containers: Containers): ProfileStore {
  const container = () => containers('profiles');
  return {
    async load(entityKey, detector) {
      return (await container().item(profileId(entityKey, detector), entityKey).read<ProfileDocument>()).resource;
    },
    async save({ _etag, ...profile }) {
      if (!_etag) return { ...profile, _etag: (await orConflict(container().items.create(profile))).etag };
      const accessCondition = { type: 'IfMatch', condition: _etag };
      const item = container().item(profile.id, profile.entityKey);
      return { ...profile, _etag: (await orConflict(item.replace(profile, { accessCondition }))).etag };
    },
  };
}
