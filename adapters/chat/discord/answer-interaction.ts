import { once } from 'node:events';
import { InteractionResponseType, InteractionType, MessageFlags, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { ActionAnswer, ActionCall, ChatHost, CommandCall } from '#src/ports/chat.ts';
import type { Placed } from '#src/ports/message.ts';
import { decodeCustomId } from './custom-id.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordDeps } from './discord-config.ts';
import { findHomeGuild } from './find-home-guild.ts';
import type { Interaction } from './interaction.ts';
import { describeError } from './outcome-of-error.ts';
import { callerOf, type HomeGuild, homeGuildOf, readAction, readCommand } from './read-command.ts';
import { renderCard, renderWithPicture } from './render-card.ts';
import { renderForm } from './render-form.ts';
import { placedByToken } from './placed.ts';

/** `retryingRest` retries failures and waits for rate limits. */
export type InteractionDeps = Pick<DiscordDeps, 'log' | 'clock'> & {
  api: DiscordApi;
  retryingRest: REST;
  host: ChatHost;
  /** The names of roles that Discord told of, by id. */
  roleNames: ReadonlyMap<string, string>;
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
    homeGuildOf(interaction) ??
    (await findHomeGuild(deps, { requestId: interaction.id, caller: callerOf(interaction) }));
  const asked = home && readAsked(deps, interaction, home, receivedAt);
  const answer: ActionAnswer | undefined = home ? await askHost(deps, asked) : deps.host.homeless;
  const placed = answer && (await showAnswer(deps, interaction, answer, receivedAt));
  if (placed && answer.chart) await showChart(deps, interaction, answer);
  if (!asked) return;
  const shown = placed && answer.actions.length > 0 && { shown: { card: answer, placed } };
  const press = 'actionId' in asked && { press: asked };
  await deps.host.onAnswered({ requestId: asked.requestId, caller: asked.caller, ...press, ...shown });
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

/** Undefined when the pressed button is not one of ours. */
function readAsked(
  deps: InteractionDeps,
  interaction: Interaction,
  home: HomeGuild,
  receivedAt: Date,
): CommandCall | ActionCall | undefined {
  if (interaction.type === InteractionType.ApplicationCommand) {
    const spec = deps.host.commands.find(({ name }) => name === interaction.data.name);
    return readCommand(interaction, home, receivedAt, { spec, roleNames: deps.roleNames });
  }
  const action = readAction(interaction, home, receivedAt);
  if (!action) deps.log.warn({ requestId: interaction.id }, 'Pressed Discord button is not one of ours');
  return action;
}

async function askHost(
  { host }: InteractionDeps,
  asked: CommandCall | ActionCall | undefined,
): Promise<ActionAnswer | undefined> {
  if (!asked) return undefined;
  return 'actionId' in asked ? host.onAction(asked) : host.onCommand(asked);
}

/** Where it stands then; undefined when it could not be shown. */
async function showAnswer(
  { retryingRest, log }: InteractionDeps,
  interaction: Interaction,
  answer: ActionAnswer,
  receivedAt: Date,
): Promise<Placed | undefined> {
  try {
    const signal = AbortSignal.timeout(SHOW_FOR_MS);
    const messageId = await Promise.race([
      place(retryingRest, interaction, answer, signal),
      rejectOn(signal),
    ]);
    const { application_id: applicationId, token } = interaction;
    return placedByToken({ applicationId, token, createdAt: receivedAt.getTime() }, messageId);
  } catch (error) {
    const fields = { requestId: interaction.id, err: describeError(error) };
    log.warn(fields, 'Discord interaction carried out, but its answer could not be shown');
    return undefined;
  }
}

/** Adds its picture to the answer to a command. When that goes wrong, the answer stands as it is. */
async function showChart(
  { retryingRest, log }: InteractionDeps,
  { id: requestId, application_id: applicationId, token }: Interaction,
  { chart, ...card }: ActionAnswer,
): Promise<void> {
  const picture = await chart?.();
  if (!picture) return;
  try {
    const signal = AbortSignal.timeout(SHOW_FOR_MS);
    const original = Routes.webhookMessage(applicationId, token);
    const request = { auth: false, signal, ...renderWithPicture(card, picture) };
    await Promise.race([retryingRest.patch(original, request), rejectOn(signal)]);
  } catch (error) {
    log.warn({ requestId, err: describeError(error) }, 'Discord took no picture');
  }
}

/** How long an answer is tried. What comes after it waits somewhat longer. */
const SHOW_FOR_MS = 20_000;

/** @discordjs/rest sleeps through a rate limit, whatever the signal says; it sends nothing afterwards. */
async function rejectOn(signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  throw new Error(`not shown within ${SHOW_FOR_MS} ms`);
}

const withId = z.object({ id: z.string() });

/**
 * Resolves to the id of the message that shows it if that is a new one. Clears the pressed message's text: it is the preview of the old card and
 * would outlive it.
 */
async function place(
  rest: REST,
  { type, application_id: applicationId, token }: Interaction,
  answer: ActionAnswer,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { settles, chart: _, ...card } = answer;
  const body = renderCard(card);
  const original = Routes.webhookMessage(applicationId, token);
  if (settles || type === InteractionType.ApplicationCommand) {
    await rest.patch(original, { auth: false, signal, body: settles ? { ...body, content: '' } : body });
    return undefined;
  }
  const beside = { ...body, flags: MessageFlags.Ephemeral };
  const sent = await rest.post(Routes.webhook(applicationId, token), { auth: false, body: beside, signal });
  return withId.parse(sent).id;
}
