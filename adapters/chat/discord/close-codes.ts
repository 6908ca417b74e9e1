import { GatewayCloseCodes } from 'discord.js';
import type { Trouble } from '#src/domain/kit/trouble.ts';

type Fatal = Pick<Trouble, 'reason' | 'advice' | 'setting'>;

const PORTAL = 'https://discord.com/developers/applications';

/** Discord takes no new connection after these until somebody has changed something. */
const FATAL: Partial<Record<number, Fatal>> = {
  [GatewayCloseCodes.AuthenticationFailed]: {
    reason: 'Discord refuses the bot token',
    advice: `Reset the token at ${PORTAL}, your application, Bot, and set DISCORD_TOKEN`,
    setting: 'DISCORD_TOKEN',
  },
  [GatewayCloseCodes.InvalidShard]: {
    reason: 'Discord refuses the number of this connection (invalid shard)',
    advice: 'This is a bug in the bot: please report it',
  },
  [GatewayCloseCodes.ShardingRequired]: {
    reason: 'The bot is in more servers than one connection may serve',
    advice: 'It opens as many as Discord recommends when it connects again; if this stays, report it',
  },
  [GatewayCloseCodes.InvalidAPIVersion]: {
    reason: 'Discord no longer speaks the version of its API that this bot uses (10)',
    advice: 'Update Largesse',
  },
  [GatewayCloseCodes.InvalidIntents]: {
    reason: 'Discord does not know what the bot asks to hear (invalid intents)',
    advice: 'Update Largesse; if this stays, report it',
  },
  [GatewayCloseCodes.DisallowedIntents]: {
    reason: 'Discord does not let the bot hear what it asks for (disallowed intents)',
    advice: `Switch on the bot’s intents at ${PORTAL}, your application, Bot`,
  },
};

/** After these, a new session has to be begun; after all others, the old one can be resumed. */
const ENDS_SESSION = new Set<number>([
  GatewayCloseCodes.NotAuthenticated,
  GatewayCloseCodes.InvalidSeq,
  GatewayCloseCodes.SessionTimedOut,
]);

/** What the code means with which Discord closed a connection, and whether the session can be resumed. */
export function judgeClose(code: number): { trouble: Trouble; canResume: boolean } {
  const fatal = FATAL[code];
  if (fatal) {
    const reason = `${fatal.reason} (close code ${code})`;
    return { trouble: { ...fatal, reason, needsPerson: true }, canResume: false };
  }
  return {
    trouble: gatewayTrouble(`Discord closed the connection (close code ${code})`),
    canResume: !ENDS_SESSION.has(code),
  };
}

/** A connection that ended in a way that passes by itself. */
export function gatewayTrouble(reason: string): Trouble {
  const advice = 'Nothing, if it passes; see https://discordstatus.com, and check the network if it does not';
  return { reason, advice, needsPerson: false };
}
