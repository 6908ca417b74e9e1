import type { Env } from './env.ts';

/** A missing or wrong setting. The message names it and gives an example. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** The affected settings: without them, the rest can still be read. */
  readonly settings: readonly (keyof Env)[];

  constructor(message: string, ...settings: (keyof Env)[]) {
    super(message);
    this.settings = settings;
  }
}
