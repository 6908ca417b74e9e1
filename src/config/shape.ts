import type { CommandNames } from '#src/domain/kit/command-names.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import type { LogLevel } from '#src/ports/log.ts';
import type { ConfigError } from './config-error.ts';

export type Config = {
  /** The folder of the embedded Postgres and the key file. */
  dir: string;
  /** `ownerUrl`: the same database for the role that owns the tables, where the one in `url` is another. Only to migrate. */
  database: { kind: 'embedded'; isThrowaway: boolean } | { kind: 'server'; url: string; ownerUrl?: string };
  queue: { kind: 'postgres' } | { kind: 'redis'; url: string };
  mail: { kind: 'mailbox' } | { kind: 'smtp'; url: string; from: string };
  slack?: { botToken: string; signingSecret?: string; appToken?: string; apiUrl?: string };
  discord?: { token: string; applicationId: string; apiUrl?: string; guildIds: readonly string[] };
  /** The chat platforms whose settings are wrong or incomplete: everything else runs without them. */
  misconfigured: readonly { platform: 'slack' | 'discord'; error: ConfigError }[];
  /**
   * `publicUrl`: where people's browsers reach it, without a trailing slash. `healthPort`: where a process without the
   * web role answers `/livez` and `/readyz`. `trustedProxies`: the networks, as CIDRs, whose word counts on where a request came from.
   */
  web: {
    host: string;
    port?: number;
    healthPort?: number;
    publicUrl?: string;
    trustedProxies: readonly string[];
  };
  /** The company's identity provider. */
  oidc?: { issuer: string; clientId: string; clientSecret: string };
  /** `country`: an ISO 3166-1 alpha-2 code. */
  amazonIncentives?: {
    partnerId: string;
    accessKey: string;
    secretKey: string;
    country: string;
    apiUrl?: string;
  };
  tremendous?: { apiKey: string; fundingSourceId: string; webhookKey?: string; apiUrl?: string };
  stripe?: { secretKey: string; apiUrl?: string };
  /**
   * In the playground anyone may be anyone, so it is on only on loopback, without a real chat platform, and with data and
   * mails of its own; LARGESSE_PLAYGROUND turns it on for a real database or mail server, or off.
   */
  hasPlayground: boolean;
  /** `id:base64,id:base64`, newest first; or the path of a file with that. Without both, the key file in `dir`. */
  keys?: string;
  keysFile?: string;
  organization: { name: string; currency: string; timeZone: string };
  /** Other names for chat commands: Slack gives a name to the app that claimed it last. */
  commandNames: CommandNames;
  /** The file in which the ids of erased people are kept, outside of the database. */
  erasedIdsFile?: string;
  /** Where the heads of the sealed books are kept, outside of the database. */
  headPlaces: readonly HeadPlace[];
  /** What webhooks may call though it is not public, as CIDRs; there, also without encryption. */
  webhooks: { allowedNetworks: readonly string[] };
  /** Where the company keeps its people, read once a day. `at`: a time of the organization's day. `leavers`: who is not in it leaves. */
  peopleSync?: { from: string; at: string; leavers: boolean };
  /** Sent to the address that people are read from. */
  peopleToken?: Secret;
  logLevel: LogLevel;
};

/** `place`: as it is written in the setting. `address`: the path, the address, or `platform:channel`. */
export type HeadPlace = { place: string; kind: 'file' | 'hook' | 'mail' | 'channel'; address: string };
