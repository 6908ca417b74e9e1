import { channelJson, guildJson, memberJson, messageJson, userJson } from './discord-json.ts';
import { isEmptyMessage, messageFaults, pingedBy } from './discord-limits.ts';
import type {
  ChannelState,
  DiscordState,
  InteractionState,
  MessageBody,
  OpenModal,
  RegisteredCommand,
  StoredMessage,
  UploadedFile,
} from './discord-state.ts';

export type Answer = { status: number; body?: unknown };

type Call = {
  state: DiscordState;
  values: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  files: UploadedFile[];
  deadlineMs: number;
  tokenMs: number;
  /** Counts for the deadline, so that checking the request does not. */
  arrivedAt: number;
};

export type Route = {
  method: string;
  /** As Discord's API description names it. */
  template: string;
  /** Interaction routes carry their own token in the path. */
  needsToken: boolean;
  handle(call: Call): Answer;
};

const nonceWindowMs = 5 * 60_000;
const ephemeralFlag = 64;
const limitedMembersFlag = 1 << 15;

export const routes: Route[] = [
  route('GET', '/users/@me', ({ state }) => ok(userJson(getUser(state, state.botId)))),
  route('GET', '/applications/@me', ({ state }) =>
    ok({
      id: state.applicationId,
      name: 'Largesse',
      description: '',
      flags: state.hasMembersIntent ? limitedMembersFlag : 0,
      interactions_endpoint_url: state.interactionsUrl,
    }),
  ),
  route('GET', '/users/@me/guilds', ({ state }) =>
    ok(
      [...state.guilds.values()].map(({ id, name }) => ({
        id,
        name,
        owner: false,
        permissions: '0',
        features: [],
      })),
    ),
  ),
  route('GET', '/users/{user_id}', ({ state, values }) => {
    const user = state.users.get(values['user_id'] ?? '');
    return user === undefined ? refuse(404, 10013, 'Unknown User') : ok(userJson(user));
  }),
  route('GET', '/guilds/{guild_id}', ({ state, values, query }) => {
    const guild = state.guilds.get(values['guild_id'] ?? '');
    if (guild === undefined) return refuse(404, 10004, 'Unknown Guild');
    const counts = { approximate_member_count: guild.members.size + 1, approximate_presence_count: 1 };
    return ok({ ...guildJson(state, guild), ...(query.get('with_counts') === 'true' && counts) });
  }),
  route('GET', '/guilds/{guild_id}/roles/member-counts', countMembers),
  route('GET', '/guilds/{guild_id}/members', listMembers),
  route('GET', '/guilds/{guild_id}/members/{user_id}', getMember),
  route('GET', '/applications/{application_id}/commands', ({ state }) => ok(state.commands)),
  route('PUT', '/applications/{application_id}/commands', putCommands),
  route('POST', '/users/@me/channels', openDm),
  route('GET', '/channels/{channel_id}', getChannel),
  route('GET', '/channels/{channel_id}/thread-members/{user_id}', getThreadMember),
  route('POST', '/channels/{channel_id}/messages', postMessage),
  route('PATCH', '/channels/{channel_id}/messages/{message_id}', editMessage),
  interactionRoute('POST', '/interactions/{interaction_id}/{interaction_token}/callback', respond),
  interactionRoute('PATCH', '/webhooks/{webhook_id}/{webhook_token}/messages/@original', editOriginal),
  interactionRoute('PATCH', '/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}', editFollowUp),
  interactionRoute('POST', '/webhooks/{webhook_id}/{webhook_token}', followUp),
];

/** Discord's way to say no. */
export function refuse(status: number, code: number, message: string): Answer {
  return { status, body: { message, code } };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function route(method: string, template: string, handle: Route['handle']): Route {
  return { method, template, needsToken: true, handle };
}

function interactionRoute(method: string, template: string, handle: Route['handle']): Route {
  return { method, template, needsToken: false, handle };
}

function getUser(state: DiscordState, userId: string) {
  const user = state.users.get(userId);
  if (user === undefined) throw new Error(`No user ${userId}`);
  return user;
}

function getMember({ state, values }: Call): Answer {
  const guild = state.guilds.get(values['guild_id'] ?? '');
  if (guild === undefined) return refuse(404, 10004, 'Unknown Guild');
  const user = state.users.get(values['user_id'] ?? '');
  if (user === undefined) return refuse(404, 10013, 'Unknown User');
  if (!guild.members.has(user.id)) return refuse(404, 10007, 'Unknown Member');
  return ok(memberJson(guild, user));
}

function getChannel({ state, values }: Call): Answer {
  const channel = state.channels.get(values['channel_id'] ?? '');
  if (channel === undefined) return refuse(404, 10003, 'Unknown Channel');
  return channel.isHiddenFromBot ? refuse(403, 50001, 'Missing Access') : ok(channelJson(state, channel));
}

function getThreadMember({ state, values }: Call): Answer {
  const { channel_id: id = '', user_id: userId = '' } = values;
  if (!state.channels.get(id)?.thread?.userIds.includes(userId)) return refuse(404, 10007, 'Unknown Member');
  return ok({ id, user_id: userId, join_timestamp: '2026-01-01T00:00:00.000000+00:00', flags: 0 });
}

/** Without the role of everybody, which Discord leaves out. */
function countMembers({ state, values }: Call): Answer {
  const guild = state.guilds.get(values['guild_id'] ?? '');
  if (guild === undefined) return refuse(404, 10004, 'Unknown Guild');
  const members = [...guild.members.values()];
  return ok(
    Object.fromEntries(
      guild.roles.map(({ id }) => [id, members.filter(({ roleIds }) => roleIds.includes(id)).length]),
    ),
  );
}

/** In the order of their ids, from behind `after`, one if nothing else is asked for. */
function listMembers({ state, values, query }: Call): Answer {
  const guild = state.guilds.get(values['guild_id'] ?? '');
  if (guild === undefined) return refuse(404, 10004, 'Unknown Guild');
  if (!state.hasMembersIntent) return refuse(403, 50001, 'Missing Access');
  const after = BigInt(query.get('after') ?? '0');
  const userIds = [...guild.members.keys()].map(BigInt).filter((id) => id > after);
  const page = userIds
    .toSorted((one, other) => (one < other ? -1 : 1))
    .slice(0, Number(query.get('limit') ?? 1));
  return ok(page.map((id) => memberJson(guild, getUser(state, String(id)))));
}

/** Like Discord, answers and lists commands with what it filled in, and leaves out what is at its default. */
function putCommands({ state, values, body }: Call): Answer {
  if (values['application_id'] !== state.applicationId) return refuse(403, 20012, 'You are not authorized');
  state.commands = (body as RegisteredCommand[]).map((command) => {
    const { options = [], ...rest } = command;
    return {
      ...rest,
      id: state.nextId(),
      application_id: state.applicationId,
      version: state.nextId(),
      default_member_permissions: null,
      dm_permission: true,
      nsfw: false,
      ...(options.length === 0
        ? {}
        : {
            options: options.map(({ required, ...option }) => (required ? { ...option, required } : option)),
          }),
    };
  });
  return ok(state.commands);
}

function openDm({ state, body }: Call): Answer {
  const { recipient_id: recipientId } = body as { recipient_id: string };
  if (!state.users.has(recipientId)) return refuse(404, 10013, 'Unknown User');
  return ok(channelJson(state, dmChannelOf(state, recipientId)));
}

/** The channel of a user's direct messages with the bot. */
export function dmChannelOf(state: DiscordState, recipientId: string): ChannelState {
  const known = [...state.channels.values()].find((channel) => channel.recipientId === recipientId);
  if (known !== undefined) return known;
  const opened = {
    id: state.nextId(),
    name: '',
    guildId: null,
    recipientId,
    isHiddenFromBot: false,
    hiddenFrom: [],
    thread: null,
    messages: [],
  };
  state.channels.set(opened.id, opened);
  return opened;
}

function postMessage({ state, values, body }: Call): Answer {
  const channel = state.channels.get(values['channel_id'] ?? '');
  if (channel === undefined) return refuse(404, 10003, 'Unknown Channel');
  const closed = refuseChannel(state, channel);
  if (closed !== undefined) return closed;

  const message = body as MessageBody;
  const repeated = [...state.channels.values()]
    .flatMap((one) => one.messages)
    .find((one) => isRepeat(state, one, message));
  if (repeated !== undefined) return ok(messageJson(state, repeated));

  const wrong = refuseBody(message);
  if (wrong !== undefined) return wrong;
  const stored = storeMessage(state, channel.id, message, false);
  channel.messages.push(stored);
  return ok(messageJson(state, stored));
}

/** Discord looks among all messages of the same author. */
function isRepeat(state: DiscordState, earlier: StoredMessage, message: MessageBody): boolean {
  if (message.enforce_nonce !== true || message.nonce === undefined) return false;
  return earlier.body.nonce === message.nonce && state.now() - earlier.sentAt < nonceWindowMs;
}

/** What the request does not name stays, and nobody is pinged. */
function editMessage({ state, values, body }: Call): Answer {
  const channel = state.channels.get(values['channel_id'] ?? '');
  if (channel === undefined) return refuse(404, 10003, 'Unknown Channel');
  if (channel.isHiddenFromBot) return refuse(403, 50001, 'Missing Access');
  const message = channel.messages.find(({ id }) => id === values['message_id']);
  return message === undefined ? refuse(404, 10008, 'Unknown Message') : edit(state, message, body);
}

function editFollowUp(call: Call): Answer {
  const interaction = findByToken(call);
  if (!('original' in interaction)) return interaction;
  const message = interaction.followups.find(({ id }) => id === call.values['message_id']);
  return message === undefined ? refuse(404, 10008, 'Unknown Message') : edit(call.state, message, call.body);
}

function edit(state: DiscordState, message: StoredMessage, body: unknown): Answer {
  const edited = { ...message.body, ...(body as MessageBody) };
  const wrong = refuseBody(edited);
  if (wrong !== undefined) return wrong;
  message.body = edited;
  return ok(messageJson(state, message));
}

function refuseChannel(state: DiscordState, channel: ChannelState): Answer | undefined {
  if (channel.isHiddenFromBot) return refuse(403, 50001, 'Missing Access');
  if (channel.recipientId === null) return undefined;
  const recipientId = channel.recipientId;
  if (getUser(state, recipientId).hasClosedDms)
    return refuse(403, 50007, 'Cannot send messages to this user');
  const isShared = [...state.guilds.values()].some((guild) => guild.members.has(recipientId));
  if (!isShared) {
    return refuse(403, 50278, 'Cannot send messages to this user due to having no mutual guilds');
  }
  return undefined;
}

function refuseBody(body: MessageBody): Answer | undefined {
  if (isEmptyMessage(body)) return refuse(400, 50006, 'Cannot send an empty message');
  const faults = messageFaults(body);
  return faults.length === 0 ? undefined : refuse(400, 50035, `Invalid Form Body: ${faults.join(', ')}`);
}

/** Every file is named by an attachment, and what an embed shows is one of them. */
function refuseFiles({ body, files }: Call): Answer | undefined {
  const { attachments = [], embeds = [] } = body as MessageBody;
  const missing = attachments.filter(({ id }) => !files.some(({ key }) => key === `files[${id}]`));
  const unknown = embeds.filter(
    ({ image }) =>
      image?.url.startsWith('attachment://') &&
      !files.some(({ name }) => image.url === `attachment://${name}`),
  );
  if (missing.length === 0 && unknown.length === 0 && attachments.length === files.length) return undefined;
  return refuse(400, 50035, 'Invalid Form Body: the attachments are not the files');
}

function storeMessage(
  state: DiscordState,
  channelId: string,
  body: MessageBody,
  isEphemeral: boolean,
): StoredMessage {
  return { id: state.nextId(), channelId, body, sentAt: state.now(), isEphemeral, pinged: pingedBy(body) };
}

function respond({ state, values, body, deadlineMs, arrivedAt }: Call): Answer {
  const interaction = state.interactions.get(values['interaction_id'] ?? '');
  if (interaction === undefined || interaction.token !== values['interaction_token']) {
    return refuse(404, 10062, 'Unknown interaction');
  }
  if (interaction.firstResponseAt !== null) {
    return refuse(400, 40060, 'Interaction has already been acknowledged.');
  }
  const isLate = interaction.hasFailed || arrivedAt - interaction.createdAt > deadlineMs;
  if (isLate) return refuse(404, 10062, 'Unknown interaction');

  const { type, data = {} } = body as { type: number; data?: MessageBody | OpenModal };
  const message = data as MessageBody;
  interaction.isEphemeral = ((message.flags ?? 0) & ephemeralFlag) !== 0;
  interaction.firstResponseAt = arrivedAt;
  if (type === 9) {
    if (interaction.kind === 'submission')
      return refuse(400, 50035, 'Invalid Form Body: a form opens no form');
    interaction.modal = data as OpenModal;
  }
  if (type === 5) interaction.original = 'loading';
  if (type === 6) {
    if (interaction.pressed === null)
      return refuse(400, 50035, 'Invalid Form Body: there is no message to update');
    interaction.original = 'pressed';
  }
  if (type === 4) {
    const wrong = refuseBody(message);
    if (wrong !== undefined) return wrong;
    interaction.original = storeMessage(state, interaction.channelId, message, interaction.isEphemeral);
  }
  notify(interaction);
  return { status: 204 };
}

function editOriginal(call: Call): Answer {
  const interaction = findByToken(call);
  if (!('original' in interaction)) return interaction;
  if (interaction.original === 'none') return refuse(404, 10015, 'Unknown Webhook');
  const wrong = refuseBody(call.body as MessageBody) ?? refuseFiles(call);
  if (wrong !== undefined) return wrong;
  const edited = isOfPressed(interaction)
    ? updatePressed(call, interaction)
    : fillOriginal(call, interaction);
  return ok(messageJson(call.state, edited));
}

type OfPressed = InteractionState & { pressed: StoredMessage };

function isOfPressed(interaction: InteractionState): interaction is OfPressed {
  return interaction.original === 'pressed' || interaction.original === 'updated';
}

/** What the request does not name stays. */
function updatePressed(call: Call, interaction: OfPressed): StoredMessage {
  const { pressed } = interaction;
  pressed.body = { ...pressed.body, ...(call.body as MessageBody) };
  interaction.original = 'updated';
  notify(interaction);
  return pressed;
}

/** The first follow-up to a deferral takes the place of the loading message, and is as visible as that was to be. */
function followUp(call: Call): Answer {
  const interaction = findByToken(call);
  if (!('original' in interaction)) return interaction;
  if (interaction.original === 'none') return refuse(404, 10015, 'Unknown Webhook');
  const body = call.body as MessageBody;
  const wrong = refuseBody(body);
  if (wrong !== undefined) return wrong;
  if (interaction.original === 'loading') {
    return ok(messageJson(call.state, fillOriginal(call, interaction)));
  }

  const isEphemeral = ((body.flags ?? 0) & ephemeralFlag) !== 0;
  const stored = storeMessage(call.state, interaction.channelId, body, isEphemeral);
  interaction.followups.push(stored);
  notify(interaction);
  return ok(messageJson(call.state, stored));
}

function fillOriginal(call: Call, interaction: InteractionState): StoredMessage {
  const body = call.body as MessageBody;
  const stored = storeMessage(call.state, interaction.channelId, body, interaction.isEphemeral);
  stored.files = call.files;
  if (typeof interaction.original === 'object') stored.id = interaction.original.id;
  interaction.original = stored;
  notify(interaction);
  return stored;
}

function findByToken({ state, values, tokenMs }: Call): InteractionState | Answer {
  const token = values['webhook_token'];
  const interaction = [...state.interactions.values()].find((one) => one.token === token);
  if (interaction === undefined || values['webhook_id'] !== state.applicationId) {
    return refuse(404, 10015, 'Unknown Webhook');
  }
  if (state.now() - interaction.createdAt > tokenMs) return refuse(401, 50027, 'Invalid Webhook Token');
  return interaction;
}

function notify(interaction: InteractionState): void {
  for (const watcher of interaction.watchers) watcher();
}
