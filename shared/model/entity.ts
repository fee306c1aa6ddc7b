import { z } from 'zod';

/**
 * What an event or alert is about, in the REST spelling of Microsoft's alert entities (lower-case `type`, camelCase
 * keys). Unlisted types and members pass through.
 */
export const entitySchema = z.looseObject({ type: z.string() });

export type Entity =
  | { type: 'ip'; address: string }
  | { type: 'host'; hostName: string; azureID?: string; osFamily?: 'Linux' | 'Windows' }
  | {
      type: 'account';
      name: string;
      ntDomain?: string;
      upnSuffix?: string;
      aadUserId?: string;
      sid?: string;
      uid?: string;
    }
  | { type: 'process'; processId?: string; commandLine?: string; imageFile?: FileEntity; parentProcess?: Entity }
  | FileEntity
  | { type: 'filehash'; algorithm: 'MD5' | 'SHA1' | 'SHA256'; value: string }
  | { type: 'azure-resource'; resourceId: string }
  | { type: 'dns'; domainName: string }
  | { type: 'url'; url: string };

export interface FileEntity {
  type: 'file';
  name: string;
  directory?: string;
}
