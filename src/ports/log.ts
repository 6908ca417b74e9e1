/** From the fewest lines to the most; `silent` logs nothing. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent';

type Line = (fields: object, message: string) => void;

/**
 * Structured logging: first the object, with the ids of the chain, then a static message. The field `err` holds what
 * went wrong. Never log a code, a token, or what people wrote.
 */
export type Log = {
  /** Each step of a gift, for whoever investigates one. */
  debug: Line;
  /** Something was done: one line, with its ids. */
  info: Line;
  /** Something went wrong, but is retried or did no harm. */
  warn: Line;
  /** Something went wrong and a person must act. */
  error: Line;
  /** A log that adds these fields to its lines, such as the ids of a chain. */
  child(fields: object): Log;
};
