import type { ActingToken, App } from '#src/app.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { Words } from '#src/words/words.ts';
import type { SignInOrigin } from '#src/domain/session/session.ts';

/** What the API needs. */
export type ApiDeps = {
  app: App;
  words: Words;
  log: Log;
  clock: Clock;
  newId: () => string;
  /** Where programs reach it; undefined when nobody said so. */
  publicUrl?: string | undefined;
  /** The networks whose word counts on where a request came from. */
  trustedProxies: readonly string[];
};

/** Who calls: by which token, as whom, and from where. */
export type ApiCaller = ActingToken & { origin: SignInOrigin };

/** What the middleware leaves for a route. */
export type ApiEnv = { Variables: { caller: ApiCaller } };
