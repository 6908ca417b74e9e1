/** What a code can be taken from stock for. */
export type TakenFor = 'order' | 'gift';

/** A code, or a card's number, with its PIN if it has one. */
export type ClearCode = { code: string; pin?: string | undefined };

const MOST_SHOWN = 4;

/**
 * A code of somebody else's in clear, wrapped so that it cannot leak into a log, a queue or an error by accident: text, JSON and
 * `console.log` show nothing of it.
 *
 * Call `reveal()` only where it is sealed or shown to its owner.
 */
export class StockCode {
  readonly #clear: ClearCode;

  constructor({ code, pin }: ClearCode) {
    this.#clear = pin === undefined ? { code } : { code, pin };
  }

  /** How it ends, for people who look after stock: at most four characters, and at most a quarter of it. */
  get ending(): string {
    const { code } = this.#clear;
    const shown = Math.min(MOST_SHOWN, Math.floor(code.length / 4));
    return code.slice(code.length - shown);
  }

  reveal(): ClearCode {
    return { ...this.#clear };
  }

  /** The form in which codes are compared: the same code is the same however it was typed. As secret as the code. */
  revealKey(): string {
    return this.#clear.code.replaceAll(/[\s-]/gu, '').toUpperCase();
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
