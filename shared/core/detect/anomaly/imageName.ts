/**
 * A program as it is recognised again: in lower case, and without what differs from one version, installation, process or temporary
 * folder to the next (numbers, GUIDs, hashes).
 */
export const imageName = (image: string): string =>
  image
    .slice(-256)
    .toLowerCase()
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, '#')
    .replace(/(?<![a-z])[\da-f]{8,}(?![a-z])/g, '#')
    .replace(/\d+/g, '#');
