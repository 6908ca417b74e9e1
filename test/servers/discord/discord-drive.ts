import { bareMemberJson, interactionJson, messageJson, userJson } from './discord-json.ts';
import { dmChannelOf } from './discord-routes.ts';
import type {
  DiscordState,
  InteractionState,
  OpenModal,
  RegisteredCommand,
  StoredMessage,
  UploadedFile,
} from './discord-state.ts';

/** A message as a person sees it. `text` is all its words, line by line; `pinged` whom it notified. */
export type SeenMessage = {
  id: string;
  channelId: string;
  content: string;
  text: string;
  isEphemeral: boolean;
  pinged: string[];
  buttons: { label: string; customId: string }[];
  body: StoredMessage['body'];
  files: UploadedFile[];
};

/** What came of a command or a press. `replies` grows as follow-ups arrive. */
export type InteractionRecord = {
  id: string;
  /** `failed` is what Discord shows as "The application did not respond", `silent` is a press that changed nothing. */
  outcome: 'answered' | 'silent' | 'failed' | 'form';
  /** The form that the bot opened, if it did. */
  modal: OpenModal | null;
  /** Null when the bot never responded. */
  firstResponseMs: number | null;
  readonly replies: SeenMessage[];
};

export type CommandUse = {
  user: string;
  /** Without a channel the command is used in the bot's direct messages. */
  channel?: string;
  guild?: string;
  name: string;
  /** By option name; a user option takes the user's id, a mentionable one that or a role's. */
  options?: Record<string, string>;
  timeoutMs?: number;
};

export type ButtonPress = { user: string; message: string; customId: string; timeoutMs?: number };

/** Hands a form in, with texts by the labels of its fields. */
export type FormSubmit = {
  user: string;
  opened: InteractionRecord;
  texts: Record<string, string>;
  timeoutMs?: number;
};

type Dispatch = (guildId: string | null, data: object) => number;
type DriveDeps = { state: DiscordState; dispatch: Dispatch; deadlineMs: number };

const stringOption = 3;
const userOption = 6;
const mentionableOption = 9;
const kinds = { 2: 'command', 3: 'press', 5: 'submission' } as const;

/** Types a slash command as a person does; resolves when they see what came of it. */
export async function useCommand(deps: DriveDeps, use: CommandUse): Promise<InteractionRecord> {
  const { state } = deps;
  const channel = use.channel === undefined ? dmChannelOf(state, use.user) : state.channels.get(use.channel);
  if (channel === undefined) throw new Error(`No channel ${use.channel}`);
  if (use.guild !== undefined && use.guild !== channel.guildId)
    throw new Error('The channel is in another server');
  const command = findCommand(state, use, channel.guildId === null);
  return interact(deps, use.user, channel.id, use.timeoutMs, {
    type: 2,
    data: commandData(state, channel.guildId, command, use.options ?? {}),
  });
}

/** Presses a button that the person can see; resolves when they see what came of it. */
export async function pressButton(deps: DriveDeps, press: ButtonPress): Promise<InteractionRecord> {
  const message = findVisible(deps.state, press);
  const buttons = see(message).buttons;
  if (!buttons.some(({ customId }) => customId === press.customId)) {
    throw new Error(`The message has no button ${press.customId}`);
  }
  const data = { component_type: 2, custom_id: press.customId };
  return interact(deps, press.user, message.channelId, press.timeoutMs, { type: 3, data }, message);
}

/** Hands in the form that a press opened; resolves when the user sees what came of it. Discord's clients keep back what lacks a field. */
export async function submitForm(deps: DriveDeps, submit: FormSubmit): Promise<InteractionRecord> {
  const { opened, texts, user } = submit;
  const { modal } = opened;
  const opening = deps.state.interactions.get(opened.id);
  if (modal === null || opening === undefined) throw new Error('There is no form');
  const components = modal.components.map(({ type, label, component }, id) => {
    const value = texts[label] ?? '';
    if (component.required !== false && value === '') throw new Error(`Discord asks for ${label} first`);
    if (value.length > (component.max_length ?? 4000)) throw new Error(`${label} is too long`);
    const { custom_id: customId } = component;
    return {
      type,
      id: id + 1,
      component: { type: component.type, id: id + 100, custom_id: customId, value },
    };
  });
  const data = { custom_id: modal.custom_id, components };
  const { channelId, pressed } = opening;
  return interact(deps, user, channelId, submit.timeoutMs, { type: 5, data }, pressed);
}

/** A stored message as people see it. */
export function see(message: StoredMessage): SeenMessage {
  const { content = '', embeds = [], components = [] } = message.body;
  const words = embeds.flatMap((embed) => [
    embed.title ?? '',
    embed.description ?? '',
    ...(embed.fields ?? []).map(({ name, value }) => `${name}: ${value}`),
  ]);
  return {
    id: message.id,
    channelId: message.channelId,
    content,
    text: [content, ...words].filter((line) => line !== '').join('\n'),
    isEphemeral: message.isEphemeral,
    pinged: message.pinged,
    files: message.files ?? [],
    buttons: components
      .flatMap((row) => row.components)
      .map((button) => ({ label: button.label ?? '', customId: button.custom_id })),
    body: message.body,
  };
}

function findCommand(state: DiscordState, use: CommandUse, isDm: boolean): RegisteredCommand {
  const command = state.commands.find(({ name }) => name === use.name);
  if (command === undefined) throw new Error(`No command /${use.name} is registered`);
  if (command.contexts && !command.contexts.includes(isDm ? 1 : 0)) {
    throw new Error(`/${use.name} is not offered here`);
  }
  return command;
}

function commandData(
  state: DiscordState,
  guildId: string | null,
  command: RegisteredCommand,
  given: Record<string, string>,
): object {
  const known = command.options ?? [];
  const unknown = Object.keys(given).find((name) => !known.some((option) => option.name === name));
  if (unknown !== undefined) throw new Error(`/${command.name} has no option ${unknown}`);
  const missing = known.find((option) => option.required && given[option.name] === undefined);
  if (missing !== undefined) throw new Error(`/${command.name} needs the option ${missing.name}`);
  const tooLong = known.find((option) => (given[option.name] ?? '').length > (option.max_length ?? 6000));
  if (tooLong !== undefined) throw new Error(`The option ${tooLong.name} is too long`);

  const used = known.filter((option) => given[option.name] !== undefined);
  const ids = used.flatMap(({ name, type }) => mentionedIn(type, given[name] ?? ''));
  return {
    id: command.id,
    type: 1,
    name: command.name,
    options: used.map(({ name, type }) => ({ name, type, value: given[name] })),
    ...(ids.length === 0 ? {} : { resolved: resolve(state, guildId, ids) }),
  };
}

/** Discord looks up what was picked, and the users in a text; roles in a text not always, so here never. */
function mentionedIn(optionType: number, value: string): string[] {
  if (optionType === userOption || optionType === mentionableOption) return [value];
  if (optionType !== stringOption) return [];
  return [...value.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? '');
}

function resolve(state: DiscordState, guildId: string | null, ids: string[]): object {
  const guild = state.guilds.get(guildId ?? '');
  const roles = ids.flatMap((id) => guild?.roles.find((role) => role.id === id) ?? []);
  const userIds = ids.filter((id) => !roles.some((role) => role.id === id));
  const users = userIds.map((id) => {
    const user = state.users.get(id);
    if (user === undefined) throw new Error(`No user ${id}`);
    return [id, userJson(user)] as const;
  });
  const members = userIds
    .filter((id) => guild?.members.has(id))
    .map((id) => [id, guild && bareMemberJson(guild, id)] as const);
  return {
    users: Object.fromEntries(users),
    ...(members.length > 0 && { members: Object.fromEntries(members) }),
    ...(roles.length > 0 && { roles: Object.fromEntries(roles.map((role) => [role.id, role])) }),
  };
}

function findVisible(state: DiscordState, press: ButtonPress): StoredMessage {
  const inChannels = [...state.channels.values()]
    .filter((channel) => channel.recipientId === null || channel.recipientId === press.user)
    .flatMap((channel) => channel.messages);
  const replies = [...state.interactions.values()].flatMap((interaction) =>
    repliesOf(interaction).filter((reply) => !reply.isEphemeral || interaction.userId === press.user),
  );
  const found = [...inChannels, ...replies].find(({ id }) => id === press.message);
  if (found === undefined) throw new Error(`The user ${press.user} sees no message ${press.message}`);
  return found;
}

async function interact(
  { state, dispatch, deadlineMs }: DriveDeps,
  userId: string,
  channelId: string,
  timeoutMs = 20_000,
  specific: { type: 2 | 3 | 5; data: object },
  pressed: StoredMessage | null = null,
): Promise<InteractionRecord> {
  const id = state.nextId();
  const interaction: InteractionState = {
    id,
    kind: kinds[specific.type],
    token: `interaction-token-${id}`,
    userId,
    channelId,
    createdAt: state.now(),
    firstResponseAt: null,
    hasFailed: false,
    original: 'none',
    pressed,
    isEphemeral: false,
    modal: null,
    followups: [],
    watchers: new Set(),
  };
  state.interactions.set(id, interaction);
  const outcome = settled(interaction, deadlineMs, timeoutMs);
  const guildId = state.channels.get(channelId)?.guildId ?? null;
  const message = pressed && { message: messageJson(state, pressed) };
  const reached = dispatch(guildId, interactionJson(state, interaction, { ...specific, ...message }));
  if (reached === 0) throw new Error('No bot is connected to the gateway');
  return recordOf(interaction, await outcome);
}

function settled(
  interaction: InteractionState,
  deadlineMs: number,
  timeoutMs: number,
): Promise<InteractionRecord['outcome']> {
  return new Promise((resolve, reject) => {
    function finish(outcome: InteractionRecord['outcome'] | Error): void {
      clearTimeout(deadline);
      clearTimeout(timeout);
      interaction.watchers.delete(watch);
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    }
    function watch(): void {
      if (interaction.modal !== null) finish('form');
      else if (isAnswered(interaction)) finish('answered');
    }
    const deadline = setTimeout(() => {
      if (interaction.firstResponseAt !== null) return;
      interaction.hasFailed = true;
      finish('failed');
    }, deadlineMs);
    const timeout = setTimeout(() => {
      finish(interaction.original === 'pressed' ? 'silent' : new Error('The bot is still thinking'));
    }, timeoutMs);
    interaction.watchers.add(watch);
  });
}

function isAnswered({ original, followups }: InteractionState): boolean {
  return typeof original === 'object' || original === 'updated' || followups.length > 0;
}

function recordOf(interaction: InteractionState, outcome: InteractionRecord['outcome']): InteractionRecord {
  const { id, createdAt, firstResponseAt } = interaction;
  return {
    id,
    outcome,
    modal: interaction.modal,
    firstResponseMs: firstResponseAt === null ? null : firstResponseAt - createdAt,
    get replies() {
      return repliesOf(interaction).map(see);
    },
  };
}

function repliesOf(interaction: InteractionState): StoredMessage[] {
  const original = typeof interaction.original === 'object' ? [interaction.original] : [];
  return [...original, ...interaction.followups];
}
