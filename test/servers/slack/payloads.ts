import { encodeTypedText } from './encode-typed-text.ts';
import { makeResponsePath } from './response-urls.ts';
import {
  directChannelOf,
  type OpenView,
  type SeenMessage,
  type SlackButton,
  type SlackState,
  type SlackUser,
} from './slack-state.ts';
import { userObject } from './web-api.ts';
import { getChannel, getUser } from './workspace.ts';

export function commandPayload(
  state: SlackState,
  baseUrl: string,
  typed: { user: string; text: string; channel?: string },
): Record<string, string> {
  const user = getUser(state, typed.user);
  const channel = typed.channel ? getChannel(state, typed.channel) : undefined;
  const channelId = channel?.id ?? directChannelOf(user.id);
  const [command = '', ...words] = typed.text.split(' ');
  return {
    token: 'deprecated',
    team_id: state.team.id,
    team_domain: state.team.domain,
    channel_id: channelId,
    channel_name: channel?.name ?? 'directmessage',
    user_id: user.id,
    user_name: user.name,
    command,
    text: encodeTypedText(state, words.join(' ').trim()),
    api_app_id: state.bot.appId,
    is_enterprise_install: 'false',
    response_url: baseUrl + makeResponsePath(state, { userId: user.id, channelId }),
    trigger_id: makeTrigger(state, user.id),
  };
}

/** Slack does not send an ephemeral message along. */
export function pressPayload(
  state: SlackState,
  baseUrl: string,
  { message, button, user }: { message: SeenMessage; button: string; user: string },
): Record<string, unknown> {
  const presser = getUser(state, user);
  const pressed = findButton(message, button);
  const { ts, channelId } = message;
  const { id: userId } = presser;
  const isEphemeral = state.ephemerals.some((each) => each.ts === ts);
  return {
    type: 'block_actions',
    user: { id: presser.id, username: presser.name, name: presser.name, team_id: teamOf(state, presser) },
    api_app_id: state.bot.appId,
    token: 'deprecated',
    container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: isEphemeral },
    trigger_id: makeTrigger(state, presser.id),
    team: { id: state.team.id, domain: state.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channelId, name: 'directmessage' },
    ...(!isEphemeral && { message: { type: 'message', ts, text: message.text, blocks: message.blocks } }),
    state: { values: {} },
    response_url: baseUrl + makeResponsePath(state, { userId, channelId, pressed: ts }),
    actions: [{ ...pressed, block_id: 'b1', action_ts: ts }],
  };
}

/** In a shared channel, people of other companies press buttons too. */
function teamOf(state: SlackState, user: SlackUser): string {
  return user.teamId ?? state.team.id;
}

/** The event of a user whose data changed, as the app that subscribed to it gets it. */
export function userChangePayload(
  state: SlackState,
  user: SlackUser,
  hasEmail: boolean,
): Record<string, unknown> {
  const serial = state.serial();
  return {
    token: 'deprecated',
    team_id: state.team.id,
    api_app_id: state.bot.appId,
    type: 'event_callback',
    event_id: `Ev0${serial}`,
    event_time: Math.floor(state.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: state.team.id,
        user_id: state.bot.userId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event: {
      type: 'user_change',
      user: userObject(state, user, hasEmail),
      cache_ts: serial,
      event_ts: `${state.now() / 1000}`,
    },
  };
}

/** The event of a message in somebody's direct messages with the bot; `more` makes it an edit, or the bot's own. */
export function directMessagePayload(
  state: SlackState,
  { id: userId }: SlackUser,
  text: string,
  more: object = {},
): Record<string, unknown> {
  const serial = state.serial();
  const ts = `${state.now() / 1000}`;
  return {
    token: 'deprecated',
    team_id: state.team.id,
    api_app_id: state.bot.appId,
    type: 'event_callback',
    event_id: `Ev0${serial}`,
    event_time: Math.floor(state.now() / 1000),
    event: {
      type: 'message',
      channel_type: 'im',
      channel: directChannelOf(userId),
      user: userId,
      team: state.team.id,
      text: encodeTypedText(state, text),
      ts,
      event_ts: ts,
      ...more,
    },
  };
}

function findButton(message: SeenMessage, button: string): SlackButton {
  const buttons = message.blocks
    .filter((block) => block.type === 'actions')
    .flatMap((each) => each.elements ?? []);
  const found =
    buttons.find((each) => each.action_id === button) ?? buttons.find((each) => each.text.text === button);
  if (!found) throw new Error(`no button ${button} in: ${message.visible}`);
  return found;
}

function makeTrigger(state: SlackState, userId: string): string {
  const id = `${state.now()}.${state.serial()}.${Math.random().toString(16).slice(2)}`;
  state.triggers.set(id, { userId, madeAt: state.now(), isUsed: false });
  return id;
}

/** A dialog that its user hands in; `texts` are by the label of the field. Slack's clients keep back what lacks a field. */
export function submissionPayload(
  state: SlackState,
  { id, userId, view }: OpenView,
  texts: Record<string, string>,
): Record<string, unknown> {
  const user = getUser(state, userId);
  const lacking = view.blocks.find((block) => !block.optional && !texts[block.label.text]);
  if (lacking) throw new Error(`Slack asks for ${lacking.label.text} first`);
  const values = view.blocks.map(({ block_id: blockId = '', element, label }) => {
    const value = texts[label.text] ?? null;
    if ((value?.length ?? 0) > (element.max_length ?? 3000)) throw new Error(`${label.text} is too long`);
    return [blockId, { [element.action_id]: { type: element.type, value } }];
  });
  return {
    type: 'view_submission',
    team: { id: state.team.id, domain: state.team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: teamOf(state, user) },
    api_app_id: state.bot.appId,
    token: 'deprecated',
    trigger_id: makeTrigger(state, user.id),
    view: { id, team_id: state.team.id, ...view, state: { values: Object.fromEntries(values) } },
    response_urls: [],
    is_enterprise_install: false,
    enterprise: null,
  };
}
