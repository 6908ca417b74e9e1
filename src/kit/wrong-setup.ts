/** Something around this process must be changed before it can run: a key, a setting of the database or its pooler. */
export class WrongSetup extends Error {
  override readonly name = 'WrongSetup';
  /** What is wrong, and how to fix it; the message says both. */
  readonly what: string;
  readonly fix: string;

  constructor({ what, fix }: { what: string; fix: string }) {
    super(`${what}. ${fix}`);
    this.what = what;
    this.fix = fix;
  }
}
