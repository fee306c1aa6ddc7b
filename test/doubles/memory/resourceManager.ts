import type { ResourceManager } from '../../../shared/flows/ports/resourceManager';

const nobody = (): never => {
  throw new Error('There is no Resource Manager in this test');
};

export const noResourceManager: ResourceManager = {
  endpoint: 'https://management.azure.com',
  read: async () => nobody(),
  write: async () => nobody(),
};
