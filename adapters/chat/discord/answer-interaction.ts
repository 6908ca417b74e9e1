import { InteractionResponseType, InteractionType, MessageFlags, type REST, Routes } from 'discord.js';
import type { Card, ChatHost } from '#src/ports.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordDeps } from './discord-config.ts';
import { findHome } from './find-home.ts';
import type { Interaction } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { type Home, homeOf, readAction, readCommand } from './read-command.ts';
import { renderCard } from './render-card.ts';

/** `patientRest` repeats what fails and waits for rate limits; `guildIds` are the guilds that the bot is in. */
export type InteractionDeps = Pick<DiscordDeps, 'log' | 'clock'> & {
  api: DiscordApi;
  patientRest: REST;
  host: ChatHost;
  guildIds: ReadonlySet<string>;
};

/**
 * Tells Discord at once that an answer is coming, seen by the caller alone, lets the host answer and shows its card.
 * An interaction that cannot be acknowledged is not acted on: its caller was told that it failed, or another
 * process has it.
 */
export async function answerInteraction(deps: InteractionDeps, interaction: Interaction): Promise<void> {
  const receivedAt = deps.clock.now();
  if (!(await acknowledge(deps, interaction))) return;

  const home = homeOf(interaction) ?? (await findHome(deps, interaction));
  const card = await askHost(deps, interaction, home, receivedAt);
  await showCard(deps, interaction, card);
}

async function acknowledge(deps: InteractionDeps, interaction: Interaction): Promise<boolean> {
  const body = {
    type: InteractionResponseType.DeferredChannelMessageWithSource,
    data: { flags: MessageFlags.Ephemeral },
  };
  try {
    const route = Routes.interactionCallback(interaction.id, interaction.token);
    await deps.api.postAsInteraction(route, { body });
    return true;
  } catch (error) {
    const fields = { requestId: interaction.id, ...describeError(error) };
    deps.log.warn(fields, 'Discord interaction dropped: it could not be acknowledged');
    return false;
  }
}

async function askHost(
  deps: InteractionDeps,
  interaction: Interaction,
  home: Home,
  receivedAt: Date,
): Promise<Card | undefined> {
  if (interaction.type === InteractionType.ApplicationCommand) {
    return await deps.host.onCommand(readCommand(interaction, home, receivedAt));
  }
  const action = readAction(interaction, home, receivedAt);
  if (action !== undefined) return await deps.host.onAction(action);

  deps.log.warn({ requestId: interaction.id }, 'Discord button pressed that is not ours');
  return undefined;
}

async function showCard(
  deps: InteractionDeps,
  interaction: Interaction,
  card: Card | undefined,
): Promise<void> {
  try {
    const route = Routes.webhookMessage(interaction.application_id, interaction.token);
    if (card === undefined) await deps.patientRest.delete(route, { auth: false });
    else await deps.patientRest.patch(route, { auth: false, body: renderCard(card) });
  } catch (error) {
    const fields = { requestId: interaction.id, ...describeError(error) };
    deps.log.error(fields, 'Discord interaction carried out, but its answer could not be shown');
  }
}
