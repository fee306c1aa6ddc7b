import type { SecretStore } from '../../flows/ports/secrets';
import type { Containers } from '../cosmos/client';
import { open, seal, type SealKey } from './seal';

interface SecretDocument {
  id: string;
  envelope: string;
}

/** The first key of the ring seals; the others open what they sealed before a rotation. */
export function secretStore(containers: Containers, keys: SealKey[]): SecretStore {
  const container = () => containers('secrets');
  return {
    async seal(id, value) {
      await container().items.upsert({ id, envelope: seal(keys[0]!, id, value) });
    },
    async open(id) {
      const { resource } = await container().item(id, id).read<SecretDocument>();
      return resource && open(keys, id, resource.envelope);
    },
    async remove(id) {
      const { resource } = await container().item(id, id).read<SecretDocument>();
      if (resource) await container().item(id, id).delete();
    },
  };
}
