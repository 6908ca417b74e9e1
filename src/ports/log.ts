/** From the fewest lines to the most; `silent` logs nothing. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent';

type Line = (fields: object, message: string) => void;

/**
 * Structured logging: the object first, with the ids of the chain, then a static message. What went wrong is the field `err`.
 * Never a code, a token, or what people wrote.
 */
export type Log = {
  /** Each step of a gift, for who looks into one. */
  debug: Line;
  /** A thing that was done, in one line with its ids. */
  info: Line;
  /** It went wrong and is retried, or harmed nobody. */
  warn: Line;
  /** It went wrong and a person must act. */
  error: Line;
  /** A log whose lines have these fields too, such as the ids of a chain. */
  child(fields: object): Log;
};
