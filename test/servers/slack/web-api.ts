import { readModal } from './check-blocks.ts';
import { beginUpload, completeUpload } from './files.ts';
import { readMessage } from './read-message.ts';
import type { SlackSpec } from './slack-spec.ts';
import {
  directChannelOf,
  keepMessage,
  replaceMessage,
  type SlackState,
  type SlackUser,
} from './slack-state.ts';

export type ApiContext = {
  state: SlackState;
  spec: SlackSpec | null;
  botToken: string;
  appToken: string;
  scopes: string[];
  isChecked: boolean;
  isEnterpriseInstall: boolean;
  openSocketUrl(): string;
  baseUrl: () => string;
};

export type ApiAnswer = { ok: boolean; error?: string; [key: string]: unknown };

type Args = Record<string, string>;

/** Answers one Web API call as Slack does, and notes what a real Slack would have had against it. */
export function callMethod(context: ApiContext, method: string, token: string, args: Args): ApiAnswer {
  if (!token) return { ok: false, error: 'not_authed' };
  const isAppMethod = method === 'apps.connections.open';
  if (token !== (isAppMethod ? context.appToken : context.botToken))
    return { ok: false, error: 'invalid_auth' };
  return (
    misuse(context, method, { ...args, token }) ?? missingScope(context, method) ?? run(context, method, args)
  );
}

function misuse(context: ApiContext, method: string, args: Args): ApiAnswer | undefined {
  if (!context.isChecked || !context.spec) return undefined;
  const described = context.spec.get(method);
  if (!described) {
    context.state.violations.push(`${method}: no such method in the descriptions`);
    return { ok: false, error: 'unknown_method' };
  }
  // A form holds a list as text.
  const files = parsed(args['files']);
  if (described.validate({ ...args, ...(files !== undefined && { files }) })) return undefined;
  const messages = (described.validate.errors ?? []).map((each) => `${each.instancePath} ${each.message}`);
  context.state.violations.push(...messages.map((each) => `${method}: ${each} ${JSON.stringify(args)}`));
  return { ok: false, error: 'invalid_arguments', response_metadata: { messages } };
}

function missingScope(context: ApiContext, method: string): ApiAnswer | undefined {
  const needed = context.spec?.get(method)?.botScopes ?? [];
  const isGranted = needed.length === 0 || needed.some((scope) => context.scopes.includes(scope));
  if (isGranted) return undefined;
  return { ok: false, error: 'missing_scope', needed: needed.join(','), provided: context.scopes.join(',') };
}

function run(context: ApiContext, method: string, args: Args): ApiAnswer {
  switch (method) {
    case 'auth.test':
      return authTest(context);
    case 'apps.connections.open':
      return { ok: true, url: context.openSocketUrl() };
    case 'users.info':
      return usersInfo(context, args['user'] ?? '');
    case 'usergroups.users.list':
      return listGroup(context, args['usergroup'] ?? '');
    case 'conversations.info':
      return conversationsInfo(context, args['channel'] ?? '');
    case 'conversations.open':
      return openConversation(context, args['users'] ?? '');
    case 'chat.postMessage':
      return postMessage(context, args);
    case 'chat.update':
      return updateMessage(context, args);
    case 'views.open':
      return openView(context, args);
    case 'files.getUploadURLExternal':
      return beginUpload(context, args);
    case 'files.completeUploadExternal':
      return completeUpload(context, args);
    default:
      return { ok: false, error: 'unknown_method' };
  }
}

function authTest({ state, isEnterpriseInstall }: ApiContext): ApiAnswer {
  return {
    ok: true,
    url: `https://${state.team.domain}.slack.com/`,
    team: state.team.name,
    user: 'largesse',
    ...(isEnterpriseInstall ? { enterprise_id: 'E0ORG' } : { team_id: state.team.id }),
    user_id: state.bot.userId,
    bot_id: state.bot.botId,
    is_enterprise_install: isEnterpriseInstall,
  };
}

function usersInfo({ state, scopes }: ApiContext, userId: string): ApiAnswer {
  const user = state.users.get(userId);
  if (!user) return { ok: false, error: 'user_not_found' };
  return { ok: true, user: userObject(state, user, scopes.includes('users:read.email')) };
}

/** `deleted` and `is_stranger` are left out or null when false, as Slack may do. */
export function userObject(state: SlackState, user: SlackUser, hasEmail: boolean): object {
  const unset = user.hasNulls ? null : undefined;
  const profile = {
    real_name: user.realName,
    display_name: '',
    ...(hasEmail && user.email && { email: user.email }),
  };
  return {
    id: user.id,
    team_id: user.teamId ?? state.team.id,
    name: user.name,
    deleted: user.isDeleted || unset,
    is_stranger: user.isStranger || unset,
    is_restricted: user.isRestricted ?? user.isUltraRestricted ?? unset,
    is_ultra_restricted: user.isUltraRestricted ?? unset,
    is_email_confirmed: user.isEmailConfirmed ?? unset,
    ...(user.enterpriseTeams && {
      enterprise_user: { id: `W${user.id.slice(1)}`, enterprise_id: 'E0ORG', teams: user.enterpriseTeams },
    }),
    real_name: user.hasNulls ? null : user.realName,
    profile: user.hasNulls && !user.email ? null : profile,
    is_bot: user.isBot && user.id !== 'USLACKBOT',
    is_app_user: false,
    updated: 1_502_138_686,
  };
}

function listGroup({ state }: ApiContext, groupId: string): ApiAnswer {
  const users = state.groupMembers.get(groupId);
  return users ? { ok: true, users } : { ok: false, error: 'no_such_subteam' };
}

function conversationsInfo({ state }: ApiContext, channelId: string): ApiAnswer {
  const found = state.channels.get(channelId);
  if (!found || (found.isPrivate && !found.hasBot)) return { ok: false, error: 'channel_not_found' };
  const { id, name, isPrivate, isArchived, hasBot, isExtShared = false, isPendingExtShared = false } = found;
  const channel = {
    id,
    name,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_private: isPrivate,
    is_archived: isArchived,
    is_member: hasBot,
    is_shared: isExtShared,
    is_ext_shared: isExtShared,
    is_pending_ext_shared: isPendingExtShared,
  };
  return { ok: true, channel };
}

function openConversation({ state }: ApiContext, userId: string): ApiAnswer {
  if (!state.users.has(userId)) return { ok: false, error: 'user_not_found' };
  return { ok: true, channel: { id: directChannelOf(userId) } };
}

function postMessage(context: ApiContext, args: Args): ApiAnswer {
  const { state } = context;
  const place = findPlace(context, args['channel'] ?? '');
  if ('error' in place) return { ok: false, error: place.error };
  const where = { channelId: place.channelId, subject: 'chat.postMessage', isChecked: context.isChecked };
  const blocks = parsed(args['blocks']);
  const metadata = parsed(args['metadata']);
  if (blocks === badJson) return refuse(state, 'invalid_blocks_format');
  if (metadata === badJson || !isMetadata(metadata)) return refuse(state, 'invalid_metadata_format');
  const read = readMessage(state, where, { text: args['text'] ?? '', blocks, metadata });
  if ('error' in read)
    return { ok: false, error: read.error, response_metadata: { messages: read.messages } };
  keepMessage(state, read.seen);
  return { ok: true, channel: place.channelId, ts: read.seen.ts, message: { text: read.seen.text } };
}

/** The message stays where it stood. One that only its reader sees is none of the channel's. */
function updateMessage(context: ApiContext, args: Args): ApiAnswer {
  const { state } = context;
  const { channel = '', ts = '' } = args;
  const isKnown = state.channels.has(channel) || findUserOfDirectChannel(state, channel) !== undefined;
  if (!isKnown) return { ok: false, error: 'channel_not_found' };
  const original = state.messages.get(channel)?.find((message) => message.ts === ts);
  if (!original) return { ok: false, error: 'message_not_found' };
  const blocks = parsed(args['blocks']);
  if (blocks === badJson) return refuse(state, 'invalid_blocks_format');
  const where = { channelId: channel, subject: 'chat.update', isChecked: context.isChecked };
  const read = readMessage(state, where, { text: args['text'] ?? '', blocks });
  if ('error' in read)
    return { ok: false, error: read.error, response_metadata: { messages: read.messages } };
  replaceMessage(original, read.seen);
  return { ok: true, channel, ts, text: read.seen.text, message: { text: read.seen.text } };
}

const triggerLivesMs = 3_000;

function openView({ state }: ApiContext, args: Args): ApiAnswer {
  const trigger = state.triggers.get(args['trigger_id'] ?? '');
  if (!trigger) return { ok: false, error: 'invalid_trigger_id' };
  if (trigger.isUsed) return { ok: false, error: 'exchanged_trigger_id' };
  if (state.now() - trigger.madeAt > triggerLivesMs) return { ok: false, error: 'expired_trigger_id' };
  const read = readModal(parsed(args['view']));
  if ('wrong' in read) {
    state.violations.push(...read.wrong.map((each) => `views.open: ${each}`));
    return { ok: false, error: 'invalid_arguments', response_metadata: { messages: read.wrong } };
  }
  trigger.isUsed = true;
  const id = `V0${state.serial()}`;
  state.views.push({ id, userId: trigger.userId, view: read.view });
  return { ok: true, view: { id, ...read.view } };
}

function findPlace(
  { state, scopes }: ApiContext,
  channel: string,
): { channelId: string } | { error: string } {
  const user = state.users.get(channel) ?? findUserOfDirectChannel(state, channel);
  if (user) {
    if (user.directMessageError) return { error: user.directMessageError };
    if (user.isDeleted) return { error: 'user_disabled' };
    if (user.isBot) return { error: 'cannot_dm_bot' };
    return { channelId: directChannelOf(user.id) };
  }
  const found = state.channels.get(channel);
  if (!found || (found.isPrivate && !found.hasBot)) return { error: 'channel_not_found' };
  if (found.isArchived) return { error: 'is_archived' };
  if (!found.hasBot && !scopes.includes('chat:write.public')) return { error: 'not_in_channel' };
  return { channelId: found.id };
}

function findUserOfDirectChannel(state: SlackState, channelId: string): SlackUser | undefined {
  if (!channelId.startsWith('D')) return undefined;
  return [...state.users.values()].find((user) => directChannelOf(user.id) === channelId);
}

function refuse(state: SlackState, error: string): ApiAnswer {
  state.violations.push(`chat.postMessage: ${error}`);
  return { ok: false, error };
}

const badJson = Symbol('not JSON');

function parsed(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return badJson;
  }
}

function isMetadata(value: unknown): boolean {
  if (value === undefined) return true;
  const { event_type: type, event_payload: payload } = value as Record<string, unknown>;
  return typeof type === 'string' && type !== '' && typeof payload === 'object' && payload !== null;
}
