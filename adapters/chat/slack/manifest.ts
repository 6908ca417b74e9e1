import { type CommandSpec, isOnPlatform } from '#src/ports/chat.ts';

/** Where Slack sends commands and button presses over HTTP. */
export const WEBHOOK_PATH = '/slack/events';

/** The scopes the bot's token needs, and why. `largesse doctor` compares the token with this list. */
export const BOT_SCOPES = [
  /** Slash commands. */
  'commands',
  /** Direct messages with gifts. */
  'chat:write',
  /** The claim button in a public channel that the bot was not invited to. */
  'chat:write.public',
  /** Whether another organization reads a channel: nothing is posted for all there. */
  'channels:read',
  'groups:read',
  /** Who is a bot and who has left. */
  'users:read',
  /** Matches a Slack user with the same person's other identities. */
  'users:read.email',
  /** Who is in a user group that gifts go to. */
  'usergroups:read',
];

/** Everything else works without. */
const OPTIONAL_SCOPES = [
  /** The bot answers what people write to it. */
  'im:history',
  /** A report comes with a picture. */
  'files:write',
];

/** @see https://docs.slack.dev/reference/app-manifest */
const LIMITS = { commandDescription: 2000, usageHint: 1000 };

/**
 * The app manifest to paste into Slack. With `url`, this server's public address (`https://gifts.example.com`, a path of a
 * proxy included), Slack calls it over HTTP; without, the app uses Socket Mode.
 */
export function slackManifest(commands: readonly CommandSpec[], { url }: { url?: string } = {}) {
  const requestUrl = url && `${new URL(url).href.replace(/\/+$/u, '')}${WEBHOOK_PATH}`;
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name: 'Largesse',
      description: 'Give colleagues gift codes from your department’s budget.',
      background_color: '#1f4e3d',
    },
    features: {
      /** With the messages tab off, Slack refuses every direct message from the bot. */
      app_home: {
        home_tab_enabled: false,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'largesse', always_online: true },
      slash_commands: commands
        .filter((command) => isOnPlatform(command, 'slack'))
        .map((command) => slashCommand(command, requestUrl)),
    },
    oauth_config: { scopes: { bot: [...BOT_SCOPES, ...OPTIONAL_SCOPES] } },
    settings: {
      /** What people write to the bot, and who was renamed, made a guest or deactivated. */
      event_subscriptions: {
        ...(requestUrl && { request_url: requestUrl }),
        bot_events: ['message.im', 'user_change'],
      },
      interactivity: { is_enabled: true, ...(requestUrl && { request_url: requestUrl }) },
      org_deploy_enabled: false,
      socket_mode_enabled: !requestUrl,
      token_rotation_enabled: false,
    },
  };
}

/** Without `should_escape`, Slack sends `@alice` as a bare word, which is ambiguous. */
function slashCommand(command: CommandSpec, requestUrl: string | undefined) {
  return {
    command: `/${command.name}`,
    ...(requestUrl && { url: requestUrl }),
    description: command.summary.slice(0, LIMITS.commandDescription),
    ...(command.usage && { usage_hint: command.usage.slice(0, LIMITS.usageHint) }),
    should_escape: true,
  };
}
