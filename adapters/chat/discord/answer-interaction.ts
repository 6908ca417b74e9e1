import { once } from 'node:events';
import { InteractionResponseType, InteractionType, MessageFlags, type REST, Routes } from 'discord.js';
import type { ActionAnswer, ChatHost } from '#src/ports/chat.ts';
import { decodeCustomId } from './custom-id.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordDeps } from './discord-config.ts';
import { findHome } from './find-home.ts';
import type { Interaction } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { callerOf, type Home, homeOf, readAction, readCommand } from './read-command.ts';
import { renderCard } from './render-card.ts';
import { renderForm } from './render-form.ts';

/** `retryingRest` retries failures and waits for rate limits. */
export type InteractionDeps = Pick<DiscordDeps, 'log' | 'clock'> & {
  api: DiscordApi;
  retryingRest: REST;
  host: ChatHost;
};

/**
 * Defers the interaction at once, lets the host answer and shows its card to the caller alone, or in place of the
 * pressed message when the answer settles it. A press that asks for a form gets the form instead: a modal must be the
 * first and only response.
 *
 * An interaction that cannot be acknowledged is dropped: Discord has told its caller that it failed, or another process
 * took it.
 */
export async function answerInteraction(deps: InteractionDeps, interaction: Interaction): Promise<void> {
  const receivedAt = deps.clock.now();
  const modal = findModal(deps.host, interaction);
  if (modal !== undefined) {
    await respond(deps, interaction, { type: InteractionResponseType.Modal, data: modal });
    return;
  }
  if (!(await respond(deps, interaction, DEFERRALS[interaction.type]))) return;

  const home =
    homeOf(interaction) ??
    (await findHome(deps, { requestId: interaction.id, caller: callerOf(interaction) }));
  const answer = home ? await askHost(deps, interaction, home, receivedAt) : deps.host.homeless;
  if (answer) await showAnswer(deps, interaction, answer);
  if (!home || interaction.type !== InteractionType.ApplicationCommand) return;
  const caller = { platform: 'discord', workspaceId: home.workspaceId, userId: callerOf(interaction).id };
  await deps.host.onAnswered({ requestId: interaction.id, caller });
}

/**
 * A command shows “thinking…”. For a press or a form, the deferral leaves open whether the answer will be a new message
 * or an edit of the pressed one.
 */
const DEFERRALS = {
  [InteractionType.ApplicationCommand]: {
    type: InteractionResponseType.DeferredChannelMessageWithSource,
    data: { flags: MessageFlags.Ephemeral },
  },
  [InteractionType.MessageComponent]: { type: InteractionResponseType.DeferredMessageUpdate },
  [InteractionType.ModalSubmit]: { type: InteractionResponseType.DeferredMessageUpdate },
} as const satisfies Record<Interaction['type'], object>;

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
    const fields = { requestId: interaction.id, err: describeError(error) };
    deps.log.warn(fields, 'Discord interaction dropped: it could not be acknowledged');
    return false;
  }
}

async function askHost(
  deps: InteractionDeps,
  interaction: Interaction,
  home: Home,
  receivedAt: Date,
): Promise<ActionAnswer | undefined> {
  if (interaction.type === InteractionType.ApplicationCommand) {
    const spec = deps.host.commands.find(({ name }) => name === interaction.data.name);
    return await deps.host.onCommand(readCommand(interaction, home, receivedAt, spec));
  }
  const action = readAction(interaction, home, receivedAt);
  if (action !== undefined) return await deps.host.onAction(action);

  deps.log.warn({ requestId: interaction.id }, 'Pressed Discord button is not one of ours');
  return undefined;
}

async function showAnswer(
  { retryingRest, log }: InteractionDeps,
  interaction: Interaction,
  answer: ActionAnswer,
): Promise<void> {
  try {
    const signal = AbortSignal.timeout(SHOW_FOR_MS);
    await Promise.race([place(retryingRest, interaction, answer, signal), rejectOn(signal)]);
  } catch (error) {
    const fields = { requestId: interaction.id, err: describeError(error) };
    log.warn(fields, 'Discord interaction carried out, but its answer could not be shown');
  }
}

/** How long an answer is tried. What comes after it waits somewhat longer. */
const SHOW_FOR_MS = 20_000;

/** @discordjs/rest sleeps through a rate limit, whatever the signal says; it sends nothing afterwards. */
async function rejectOn(signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  throw new Error(`not shown within ${SHOW_FOR_MS} ms`);
}

/** Clears the pressed message's text: it is the preview of the old card and would outlive it. */
function place(
  rest: REST,
  { type, application_id: applicationId, token }: Interaction,
  { settles, ...card }: ActionAnswer,
  signal: AbortSignal,
): Promise<unknown> {
  const body = renderCard(card);
  const original = Routes.webhookMessage(applicationId, token);
  if (type === InteractionType.ApplicationCommand) return rest.patch(original, { auth: false, body, signal });
  if (settles) return rest.patch(original, { auth: false, signal, body: { ...body, content: '' } });
  const beside = { ...body, flags: MessageFlags.Ephemeral };
  return rest.post(Routes.webhook(applicationId, token), { auth: false, body: beside, signal });
}
