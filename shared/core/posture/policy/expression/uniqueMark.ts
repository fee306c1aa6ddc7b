/** Stands for each character of the hash of `uniqueString()` in the name of a related resource: its algorithm is not published. */
export const uniqueMark = '\u0000';

const hashLength = 13;

export const uniqueMarks = uniqueMark.repeat(hashLength);
