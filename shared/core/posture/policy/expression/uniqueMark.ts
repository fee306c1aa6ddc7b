/** Stands for the hash of `uniqueString()` in the name of a related resource: its algorithm is not published. */
export const uniqueMark = '\u0000';
