import { InteractionResponseType, InteractionType, MessageFlags, type REST, Routes } from 'discord.js';
import type { Card, ChatHost } from '#src/ports.ts';
import { decodeCustomId } from './custom-id.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordDeps } from './discord-config.ts';
import { findHome } from './find-home.ts';
import type { Interaction } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { type Home, homeOf, readAction, readCommand } from './read-command.ts';
import { renderCard } from './render-card.ts';
import { renderForm } from './render-form.ts';

/** `patientRest` repeats what fails and waits for rate limits; `guildIds` are the guilds that the bot is in. */
export type InteractionDeps = Pick<DiscordDeps, 'log' | 'clock'> & {
  api: DiscordApi;
  patientRest: REST;
  host: ChatHost;
  guildIds: ReadonlySet<string>;
};

/**
 * Tells Discord at once that an answer is coming, seen by the caller alone, lets the host answer and shows its card; or
 * opens the form that a press asks for, which must be the first response and is the whole of it.
 *
 * An interaction that cannot be acknowledged is not acted on: its caller was told that it failed, or another process
 * has it.
 */
export async function answerInteraction(deps: InteractionDeps, interaction: Interaction): Promise<void> {
  const receivedAt = deps.clock.now();
  const modal = findModal(deps.host, interaction);
  if (modal !== undefined) {
    await respond(deps, interaction, { type: InteractionResponseType.Modal, data: modal });
    return;
  }
  if (!(await respond(deps, interaction, deferral))) return;

  const home = homeOf(interaction) ?? (await findHome(deps, interaction));
  const card = await askHost(deps, interaction, home, receivedAt);
  await showCard(deps, interaction, card);
}

const deferral = {
  type: InteractionResponseType.DeferredChannelMessageWithSource,
  data: { flags: MessageFlags.Ephemeral },
};

function findModal({ forms }: Pick<ChatHost, 'forms'>, interaction: Interaction) {
  if (interaction.type !== InteractionType.MessageComponent) return undefined;
  const action = decodeCustomId(interaction.data.custom_id);
  const form = action && forms[action.actionId];
  return action && form && renderForm(form, action);
}

async function respond(deps: InteractionDeps, interaction: Interaction, body: object): Promise<boolean> {
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
    const spec = deps.host.commands.find(({ name }) => name === interaction.data.name);
    return await deps.host.onCommand(readCommand(interaction, home, receivedAt, spec));
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
