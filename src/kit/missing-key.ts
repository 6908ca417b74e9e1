/** Something is under a key that this process does not have: others may. Trying again later, or elsewhere, can succeed. */
export class MissingKey extends Error {
  override readonly name = 'MissingKey';
  readonly keyId: string;

  constructor(keyId: string, what = 'This code was sealed') {
    super(`${what} with key ${keyId}, which is not in the key ring`);
    this.keyId = keyId;
  }
}
