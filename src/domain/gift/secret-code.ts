/**
 * A gift code in clear, wrapped so that it cannot leak into a log, a queue or an error by accident: text, JSON and
 * `console.log` show only the last four characters.
 *
 * Call `reveal()` only where the code is shown to its owner, and record that as activity.
 */
export class SecretCode {
  readonly #clear: string;

  constructor(clear: string) {
    this.#clear = clear;
  }

  get lastFour(): string {
    return this.#clear.slice(-4);
  }

  /** The code in clear, 16 characters without dashes. */
  reveal(): string {
    return this.#clear;
  }

  toString(): string {
    return `****-${this.lastFour}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
