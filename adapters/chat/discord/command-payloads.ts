import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { CommandOption, CommandSpec } from '#src/ports.ts';
import { fitText } from './fit-text.ts';

const maxSummaryLength = 100;
const maxLengths = { money: 32, text: 1000, code: 32 } as const;

/**
 * The commands as Discord registers them: usable in a server and in the bot's direct messages.
 * Money is text, for a NUMBER is a double; required options come first, as Discord demands.
 */
export function commandPayloads(
  commands: readonly CommandSpec[],
): RESTPostAPIChatInputApplicationCommandsJSONBody[] {
  return commands.map((command) => ({
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: fitText(command.summary, maxSummaryLength),
    options: command.options
      .toSorted((one, other) => Number(other.isRequired) - Number(one.isRequired))
      .map(optionPayload),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  }));
}

function optionPayload(option: CommandOption): APIApplicationCommandBasicOption {
  const common = {
    name: option.name,
    description: fitText(option.summary, maxSummaryLength),
    required: option.isRequired,
  };
  if (option.kind === 'person') return { ...common, type: ApplicationCommandOptionType.User };
  return { ...common, type: ApplicationCommandOptionType.String, max_length: maxLengths[option.kind] };
}
