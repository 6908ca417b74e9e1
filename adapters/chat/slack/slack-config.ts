import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';

/** How to reach one Slack workspace. With `appToken`, requests come over Socket Mode, otherwise over HTTP. */
export type SlackConfig = {
  /** `xoxb-…` */
  botToken: string;
  signingSecret?: string;
  /** `xapp-…`, with the scope `connections:write`. */
  appToken?: string;
  /** Ends in `/api/`; only for tests and for proxies. */
  apiUrl?: string;
};

export type SlackDeps = { log: Log; clock: Clock };
