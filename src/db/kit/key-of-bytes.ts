/** How the record writes a row's key of bytes, as Postgres does. */
export function keyOfBytes(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}
