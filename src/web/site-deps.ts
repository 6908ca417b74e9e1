import type { App, SignedIn } from '#src/app.ts';
import type { SetupSettings } from '#src/domain/people/setup.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import type { Words } from '#src/words/words.ts';
import type { OidcClient } from './sign-in/oidc-client.ts';

/** What the pages for people need. */
export type SiteDeps = {
  app: App;
  words: Words;
  log: Log;
  clock: Clock;
  organization: { id: string; name: string; currency: string; timeZone: string };
  /** Where people's browsers reach the pages; undefined when nobody said so: then only this machine may. */
  publicUrl?: string | undefined;
  /** The networks whose word counts on where a request came from. */
  trustedProxies: readonly string[];
  /** Whether mails reach people. */
  hasMail: boolean;
  /** What the settings say of how far the set-up has come. */
  setup: SetupSettings;
  /** Where people are read from by the clock; undefined where nothing is. */
  peopleSource?: { place: string; at: string; leavers: boolean } | undefined;
  /** The company's identity provider. */
  oidc?: OidcClient | undefined;
};

/** What the middleware leaves for a page: who reads it. */
export type SiteEnv = { Variables: { signedIn: SignedIn & { needs?: number } } };
