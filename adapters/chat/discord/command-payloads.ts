import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { type CommandOption, type CommandSpec, isOnPlatform } from '#src/ports/chat.ts';
import { fitText } from './fit-text.ts';

const MAX_SUMMARY_LENGTH = 100;
const MAX_LENGTHS = { money: 32, text: 1000, code: 32, others: 4000 } as const;

/**
 * The commands as Discord registers them, usable in a server and in the bot's direct messages.
 *
 * Money is text because a NUMBER is a double. Required options come first, as Discord demands. An option takes one
 * mention, so people are one picked mention and a text option for the others.
 */
export function commandPayloads(
  commands: readonly CommandSpec[],
): RESTPostAPIChatInputApplicationCommandsJSONBody[] {
  const here = commands.filter((command) => isOnPlatform(command, 'discord'));
  return here.map((command) => ({
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: fitText(command.summary, MAX_SUMMARY_LENGTH),
    options: command.options
      .flatMap(optionPayloads)
      .toSorted((a, b) => Number(b.required) - Number(a.required)),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  }));
}

function optionPayloads({ name, summary, isRequired, kind, others }: CommandOption): OptionPayload[] {
  const described = { ...describe(name, summary), required: isRequired };
  if (kind === 'person') return [{ ...described, type: ApplicationCommandOptionType.User }];
  if (kind !== 'people') return [textPayload(described, MAX_LENGTHS[kind])];
  const picked: OptionPayload = { ...described, type: ApplicationCommandOptionType.Mentionable };
  if (others === undefined) return [picked];
  const more = { ...describe(others.name, others.summary), required: false };
  return [picked, textPayload(more, MAX_LENGTHS.others)];
}

function describe(name: string, summary: string) {
  return { name, description: fitText(summary, MAX_SUMMARY_LENGTH) };
}

type Described = { name: string; description: string; required: boolean };
type OptionPayload = Described & APIApplicationCommandBasicOption;

function textPayload(described: Described, maxLength: number): OptionPayload {
  return { ...described, type: ApplicationCommandOptionType.String, max_length: maxLength };
}
