/** How far the whole records of the beginning of a text reach. */
export interface WholeRecords {
  /** Where the last whole record ends, in bytes. */
  readonly end: number;
  /** How many there are; an empty line is none. */
  readonly count: number;
}

/**
 * Finds the records of CSV or NDJSON that lie whole in the first bytes of an object. In CSV a line break between quotes is part of a value; a quote counts
 * at the beginning of a value only, and two in a row inside stand for one.
 */
export function wholeRecords(bytes: Uint8Array, separator: number | undefined): WholeRecords {
  let end = 0;
  let count = 0;
  let isQuoted = false;
  let startsValue = true;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (isQuoted) {
      if (byte !== QUOTE) continue;
      if (bytes[at + 1] === QUOTE) at++;
      else isQuoted = false;
    } else if (byte === LINE_FEED) {
      if (!isEmpty(bytes, end, at)) count++;
      end = at + 1;
      startsValue = true;
    } else if (byte === QUOTE && startsValue && separator !== undefined) {
      isQuoted = true;
      startsValue = false;
    } else startsValue = byte === separator;
  }
  return { end, count };
}

function isEmpty(bytes: Uint8Array, from: number, to: number): boolean {
  return to === from || (to === from + 1 && bytes[from] === CARRIAGE_RETURN);
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
