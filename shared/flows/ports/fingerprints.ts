/** Saved fingerprints of one hub partition: they contain every page up to the position `upTo`. */
export interface SavedFingerprints {
  upTo: string;
  /** When the message at `upTo` reached the hub (ISO): pages are kept by that hour. */
  arrivedAt: string;
  /** 64-bit fingerprints as raw bytes, 8 each, per hour of arrival (ISO hour). */
  hours: { hour: string; bytes: Buffer }[];
}

export interface FingerprintStore {
  load(hubPartition: string): Promise<SavedFingerprints | undefined>;
  save(hubPartition: string, saved: SavedFingerprints): Promise<void>;
}
