import type { ErrorCodes } from '#src/ports/error-codes.ts';

const INSTALL_AGAIN = 'add the missing scopes from `largesse slack manifest` and install the app again';
const SET_TOKEN = 'set SLACK_BOT_TOKEN to the Bot User OAuth Token of the installed app';
const USED = 'Slack accepts no more answers to this command';

/**
 * The error codes of Slack's methods for messages and answers. Any other code refuses the message where it was to go.
 * @see https://docs.slack.dev/reference/methods/chat.postMessage
 */
export const ERROR_CODES: ErrorCodes = {
  channel_not_found: { ends: 'direct-messages', text: 'this user or channel does not exist for the bot' },
  messages_tab_disabled: {
    ends: 'direct-messages',
    text: 'switch on the Messages tab under App Home in the Slack app’s settings',
  },
  cannot_dm_bot: { ends: 'direct-messages', text: 'bots accept no direct messages' },
  user_disabled: { ends: 'account', text: 'this user is deactivated' },
  user_not_found: { ends: 'account', text: 'no such user' },
  users_not_found: { ends: 'account', text: 'no such user' },
  user_not_visible: { ends: 'account', text: 'this user cannot be seen by the bot' },
  app_access_restricted: { ends: 'direct-messages', text: 'this user may not use the app' },

  not_in_channel: { ends: 'place', text: 'invite the bot to this channel with /invite' },
  user_not_in_channel: { ends: 'place', text: 'this user is not in the channel' },
  is_archived: { ends: 'place', text: 'this channel is archived' },
  restricted_action: { ends: 'place', text: 'the workspace does not let the bot post here' },
  restricted_action_read_only_channel: { ends: 'place', text: 'this channel is read-only' },
  restricted_action_thread_only_channel: {
    ends: 'place',
    text: 'this channel takes only replies in threads',
  },
  restricted_action_non_threadable_channel: { ends: 'place', text: 'this channel takes no threads' },
  restricted_action_thread_locked: { ends: 'place', text: 'the thread is locked' },
  thread_locked: { ends: 'place', text: 'the thread is locked' },
  cannot_reply_to_message: { ends: 'place' },
  posting_to_channel_denied: { ends: 'place', text: 'the bot may not post in this channel' },
  channel_is_limited_access: { ends: 'place', text: 'the bot may not post in this channel' },
  ekm_access_denied: {
    ends: 'place',
    text: 'the workspace’s administrators have switched off messages here',
  },
  send_on_behalf_not_allowed: { ends: 'place' },
  slack_connect_canvas_sharing_blocked: { ends: 'place' },
  slack_connect_file_link_sharing_blocked: { ends: 'place' },
  slack_connect_lists_sharing_blocked: { ends: 'place' },
  action_prohibited: { ends: 'place', text: 'the workspace’s administrators do not allow answers here' },
  expired_url: { ends: 'place', text: USED },
  used_url: { ends: 'place', text: USED },

  invalid_auth: { ends: 'bot', text: SET_TOKEN },
  not_authed: { ends: 'bot', text: SET_TOKEN },
  account_inactive: { ends: 'bot', text: 'the token’s user or workspace is gone: install the app again' },
  token_revoked: {
    ends: 'bot',
    text: 'the app was removed: install it again and set the new SLACK_BOT_TOKEN',
  },
  token_expired: {
    ends: 'bot',
    text: 'switch off token rotation for the app, install it again and set the new SLACK_BOT_TOKEN',
  },
  not_allowed_token_type: { ends: 'bot', text: 'SLACK_BOT_TOKEN must be a bot token (xoxb-…)' },
  missing_scope: { ends: 'bot', text: INSTALL_AGAIN },
  no_permission: { ends: 'bot', text: INSTALL_AGAIN },
  access_denied: { ends: 'bot' },
  team_not_found: { ends: 'bot', text: 'is the app installed in this workspace?' },
  team_access_not_granted: { ends: 'bot', text: 'grant the app access to this workspace' },
  org_login_required: {
    ends: 'bot',
    text: 'the workspace is being moved to an Enterprise organization: install the app there',
  },

  as_user_not_supported: { ends: 'message' },
  attachment_payload_limit_exceeded: { ends: 'message' },
  draft_already_deleted: { ends: 'message' },
  draft_already_sent: { ends: 'message' },
  draft_has_conflict: { ends: 'message' },
  draft_not_found: { ends: 'message' },
  duplicate_channel_not_found: { ends: 'message' },
  duplicate_message_not_found: { ends: 'message' },
  invalid_blocks: { ends: 'message' },
  invalid_blocks_format: { ends: 'message' },
  invalid_metadata_format: { ends: 'message' },
  invalid_metadata_schema: { ends: 'message' },
  markdown_text_conflict: { ends: 'message' },
  metadata_must_be_sent_from_app: { ends: 'message' },
  metadata_too_large: { ends: 'message' },
  missing_file_data: { ends: 'message' },
  msg_blocks_too_long: { ends: 'message' },
  msg_too_long: { ends: 'message' },
  no_text: { ends: 'message' },
  too_many_attachments: { ends: 'message' },
  too_many_contact_cards: { ends: 'message' },

  ratelimited: { ends: 'wait' },
  rate_limited: { ends: 'wait' },
  message_limit_exceeded: { ends: 'wait' },
  team_added_to_org: { ends: 'wait', text: 'the workspace is being moved to an Enterprise organization' },

  fatal_error: { ends: 'unsure' },
  internal_error: { ends: 'unsure' },
  request_timeout: { ends: 'unsure' },
  service_unavailable: { ends: 'unsure' },
};
