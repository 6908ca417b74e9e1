/** A secret in clear, wrapped so that it cannot leak into a log, a queue or an error by accident: text, JSON and `console.log` show nothing of it. */
export class Secret {
  readonly #clear: string;

  constructor(clear: string) {
    this.#clear = clear;
  }

  /** In clear: only for its owner's eyes, or to check what they typed. */
  reveal(): string {
    return this.#clear;
  }

  toString(): string {
    return '****';
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
