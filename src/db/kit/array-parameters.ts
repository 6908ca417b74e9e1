const BYTEA_OID = 17;
const UUID_OID = 2950;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const UUID_BYTES = 16;
const NULL_LENGTH = -1;

/** The position of each byte's two digits in the text. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const LENGTH = 36;
const NO_DIGIT = 0x100;
/** The value of each hexadecimal digit, by its character code. */
const digits = Uint16Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? NO_DIGIT : value;
});

/**
 * UUIDs as a `uuid[]` in Postgres's binary form, for a parameter cast to it. The server reads it twenty times faster
 * than text, and ids are most of what a batch of gifts sends.
 *
 * @throws TypeError when one is not a UUID.
 * @see array_recv in Postgres's source: dimensions, null flag, element type, then length and bound of each dimension.
 */
export function uuidArray(ids: readonly (string | null)[]): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + ids.length * (LENGTH_BYTES + UUID_BYTES));
  let at = writeHeader(bytes, UUID_OID, ids);
  for (const id of ids) {
    at = bytes.writeInt32BE(id === null ? NULL_LENGTH : UUID_BYTES, at);
    if (id !== null) at = writeUuid(bytes, id, at);
  }
  return bytes.subarray(0, at);
}

/** Bytes as a `bytea[]` in the same form: as text, each byte would be written as digits and parsed again. */
export function byteaArray(values: readonly (Uint8Array | null)[]): Buffer {
  const length = values.reduce((sum, value) => sum + LENGTH_BYTES + (value?.length ?? 0), HEADER_BYTES);
  const bytes = Buffer.allocUnsafe(length);
  let at = writeHeader(bytes, BYTEA_OID, values);
  for (const value of values) {
    at = bytes.writeInt32BE(value === null ? NULL_LENGTH : value.length, at);
    if (value === null) continue;
    bytes.set(value, at);
    at += value.length;
  }
  return bytes;
}

function writeHeader(bytes: Buffer, elementType: number, items: readonly unknown[]): number {
  let at = bytes.writeInt32BE(1, 0);
  at = bytes.writeInt32BE(items.includes(null) ? 1 : 0, at);
  at = bytes.writeInt32BE(elementType, at);
  at = bytes.writeInt32BE(items.length, at);
  return bytes.writeInt32BE(1, at);
}

function writeUuid(bytes: Buffer, id: string, start: number): number {
  let at = start;
  let seen = id.length === LENGTH && isParted(id) ? 0 : NO_DIGIT;
  for (const place of PLACES) {
    const byte = (digitAt(id, place) << 4) | digitAt(id, place + 1);
    seen |= byte;
    bytes[at] = byte;
    at += 1;
  }
  if (seen >= NO_DIGIT) throw new TypeError(`“${id}” is not a UUID`);
  return at;
}

function isParted(id: string): boolean {
  return id[8] === '-' && id[13] === '-' && id[18] === '-' && id[23] === '-';
}

function digitAt(id: string, place: number): number {
  return digits[id.charCodeAt(place)] ?? NO_DIGIT;
}
