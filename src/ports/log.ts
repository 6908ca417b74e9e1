/** From the fewest lines to the most; `silent` logs nothing. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent';

/**
 * Structured logging: first the object, with the ids of the chain, then a static message. `error` means a person must
 * act.
 */
export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
};
