/**
 * What Discord's refusal of a message ends, so that the next way is tried: this place or message; every direct message
 * to the account; or the account in all its places. `bot`: the bot is refused until a person acts. `message`: Discord
 * did not take it as it is. `wait` ends nothing.
 */
export type Ending = 'place' | 'direct-messages' | 'account' | 'bot' | 'message' | 'wait';

/** What an error code means; `text` says to people what is wrong or what to do. */
export type ErrorCode = { ends: Ending; text?: string; retryAfterMs?: number };

const ANSWERED = 'the interaction can no longer be answered';
const BLOCKED = 'Discord’s filters blocked the message';

/**
 * The error codes that a message or an answer may meet. Places include channels the bot has no rights in: people can
 * still type slash commands there. Any other code gets `OTHER_ERROR`.
 * @see https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
 */
export const ERROR_CODES: Readonly<Record<string, ErrorCode>> = {
  10003: { ends: 'place', text: 'no such channel' },
  10008: { ends: 'place', text: 'no such message' },
  10013: { ends: 'account', text: 'no such user' },
  10015: { ends: 'place', text: ANSWERED },
  10062: { ends: 'place', text: ANSWERED },
  20009: { ends: 'place', text: 'the message may not be sent to this person' },
  20016: { ends: 'wait', retryAfterMs: 10_000 },
  20022: { ends: 'wait' },
  20026: { ends: 'bot', text: 'Discord has quarantined the bot; appeal in the developer portal' },
  20028: { ends: 'wait', retryAfterMs: 10_000 },
  20029: { ends: 'wait' },
  30046: { ends: 'wait' },
  40001: { ends: 'bot', text: 'reset the bot’s token and set DISCORD_TOKEN' },
  40002: { ends: 'bot', text: 'verify the bot’s account' },
  40003: { ends: 'wait', text: 'opening direct messages too fast', retryAfterMs: 60_000 },
  40004: { ends: 'place', text: 'Discord has switched off sending messages for a while' },
  40005: { ends: 'message' },
  40006: { ends: 'place', text: 'Discord has switched this off for a while' },
  50001: { ends: 'place', text: 'the bot may not see the channel; give it View Channel' },
  50006: { ends: 'message' },
  50007: { ends: 'direct-messages', text: 'their direct messages are closed to the bot' },
  50008: { ends: 'place', text: 'the channel takes no messages' },
  50009: { ends: 'place', text: 'the channel asks for a verification that the bot lacks' },
  50013: {
    ends: 'place',
    text: 'the bot may not write in the channel; give it Send Messages and Embed Links',
  },
  50014: { ends: 'bot', text: 'reset the bot’s token and set DISCORD_TOKEN' },
  50027: { ends: 'place', text: ANSWERED },
  50033: { ends: 'account', text: 'no such user' },
  50035: { ends: 'message', text: 'this is a bug in the bot, please report it' },
  50083: { ends: 'place', text: 'the thread is archived' },
  50278: { ends: 'account', text: 'they share no server with the bot' },
  130000: { ends: 'wait', retryAfterMs: 30_000 },
  160005: { ends: 'place', text: 'the thread is locked' },
  200000: { ends: 'message', text: BLOCKED },
  200001: { ends: 'message', text: BLOCKED },
  220003: { ends: 'place', text: 'the channel takes no such messages' },
  240000: { ends: 'message', text: 'Discord takes a link in the message for harmful' },
};

/** A code that is not in the table refuses this message here. */
export const OTHER_ERROR: ErrorCode = { ends: 'place' };

/** What an error code means. */
export function errorCodeOf(code: number | string): ErrorCode {
  return ERROR_CODES[String(code)] ?? OTHER_ERROR;
}
