import type { ErrorCodes } from '#src/ports/error-codes.ts';

const ANSWERED = 'the interaction can no longer be answered';
const FORUM = 'the channel is a forum, which takes no messages';
const NEEDS_2FA =
  'the server asks its moderators for two-factor authentication: switch it on for the bot’s owner';
const RESET_TOKEN = 'reset the bot’s token and set DISCORD_TOKEN';
const BLOCKED = 'Discord’s filters blocked the message';

/**
 * The error codes that a message or an answer may meet. Places include channels the bot has no rights in: people can
 * still type slash commands there. The others that Discord publishes are about what we never ask for (a test names the
 * subjects); they and codes that nobody knows refuse the message where it was to go.
 * @see https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
 */
export const ERROR_CODES: ErrorCodes = {
  10003: { ends: 'place', text: 'no such channel' },
  10004: { ends: 'place', text: 'the bot is no longer in this server' },
  10007: { ends: 'account', text: 'they are no longer in this server' },
  10008: { ends: 'place', text: 'no such message' },
  10013: { ends: 'account', text: 'no such user' },
  10015: { ends: 'place', text: ANSWERED },
  10062: { ends: 'place', text: ANSWERED },
  20001: { ends: 'bot' },
  20009: { ends: 'place', text: 'the message may not be sent to this person' },
  20012: { ends: 'bot', text: 'DISCORD_TOKEN and DISCORD_APPLICATION_ID belong to different applications' },
  20016: { ends: 'wait', retryAfterMs: 10_000 },
  20022: { ends: 'wait' },
  20024: { ends: 'direct-messages', text: 'they are too young for this server' },
  20026: { ends: 'bot', text: 'Discord has quarantined the bot; appeal in the developer portal' },
  20028: { ends: 'wait', retryAfterMs: 10_000 },
  20029: { ends: 'wait' },
  30046: { ends: 'wait' },
  40001: { ends: 'bot', text: RESET_TOKEN },
  40002: { ends: 'bot', text: 'verify the bot’s account' },
  40003: { ends: 'wait', text: 'opening direct messages too fast', retryAfterMs: 60_000 },
  40004: { ends: 'place', text: 'Discord has switched off sending messages for a while' },
  40005: { ends: 'message' },
  40006: { ends: 'place', text: 'Discord has switched this off for a while' },
  40007: { ends: 'account', text: 'they are banned from this server' },
  40043: { ends: 'place', text: ANSWERED },
  40058: { ends: 'place', text: FORUM },
  40060: { ends: 'place', text: ANSWERED },
  40062: { ends: 'wait' },
  40094: { ends: 'place', text: ANSWERED },
  40333: { ends: 'bot', text: 'Discord’s protection blocks requests from this machine' },
  50001: { ends: 'place', text: 'the bot may not see the channel; give it View Channel' },
  50002: { ends: 'place' },
  50003: { ends: 'place', text: 'the channel takes no such messages' },
  50006: { ends: 'message' },
  50007: { ends: 'direct-messages', text: 'their direct messages are closed to the bot' },
  50008: { ends: 'place', text: 'the channel takes no messages' },
  50009: { ends: 'place', text: 'the channel asks for a verification that the bot lacks' },
  50010: { ends: 'bot', text: 'the application has no bot; set DISCORD_TOKEN to the token of one that has' },
  50013: {
    ends: 'place',
    text: 'the bot may not write in the channel; give it Send Messages and Embed Links',
  },
  50014: { ends: 'bot', text: RESET_TOKEN },
  50017: { ends: 'bot', text: NEEDS_2FA },
  50024: { ends: 'place', text: 'the channel takes no such messages' },
  50025: { ends: 'bot', text: RESET_TOKEN },
  50026: { ends: 'bot', text: 'install the bot in the server again, with its scopes' },
  50027: { ends: 'place', text: ANSWERED },
  50033: { ends: 'account', text: 'no such user' },
  50035: { ends: 'message', text: 'this is a bug in the bot, please report it' },
  50041: { ends: 'bot', text: 'update Largesse: Discord no longer takes this version of its API' },
  50055: { ends: 'place', text: 'the bot is no longer in this server' },
  50067: { ends: 'bot' },
  50068: { ends: 'message' },
  50083: { ends: 'place', text: 'the thread is archived' },
  50095: { ends: 'place', text: 'the server is not available where the bot runs' },
  50109: { ends: 'message' },
  50278: { ends: 'account', text: 'they share no server with the bot' },
  60003: { ends: 'bot', text: NEEDS_2FA },
  110000: { ends: 'wait' },
  110001: { ends: 'wait' },
  130000: { ends: 'wait', retryAfterMs: 30_000 },
  160002: { ends: 'place', text: 'the bot may not read the channel’s history; give it Read Message History' },
  160005: { ends: 'place', text: 'the thread is locked' },
  200000: { ends: 'message', text: BLOCKED },
  200001: { ends: 'message', text: BLOCKED },
  220001: { ends: 'place', text: FORUM },
  220002: { ends: 'place', text: FORUM },
  220003: { ends: 'place', text: 'the channel takes no such messages' },
  220004: { ends: 'place', text: FORUM },
  240000: { ends: 'message', text: 'Discord takes a link in the message for harmful' },
};
