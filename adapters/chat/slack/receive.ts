import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ChatHost, ChatPlatform } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import {
  type AnswerEventDeps,
  answerAction,
  answerCommand,
  answerPress,
  shareChart,
} from './answer-event.ts';
import { blankFields } from './blank-fields.ts';
import { blockActions, readAction } from './read-action.ts';
import { readCommand, slashCommand } from './read-command.ts';
import { readDirectMessage } from './read-direct-message.ts';
import { readSubmission, viewSubmission } from './read-submission.ts';
import { readUserChange } from './read-user-change.ts';
import { type AcknowledgePayload, refuseUnreadable } from './refuse-unreadable.ts';
import { FORM_CALLBACK_ID } from './render-form.ts';

export type ReceiveDeps = { clock: Clock } & Omit<AnswerEventDeps, 'host'> &
  Pick<ChatPlatform, 'sendDirectMessage'>;

/** Takes what Slack sends, whatever it is and whichever way it comes. */
export type Receiver = {
  /** Never rejects. What is none of ours is acknowledged and left; what cannot be read is refused in words. */
  take(payload: unknown, acknowledge: AcknowledgePayload): Promise<void>;
  /** Waits up to 5 s for what is in progress. */
  settled(): Promise<void>;
};

const SETTLE_MS = 5_000;

const anyPayload = z.looseObject({
  type: z.string().optional().catch(undefined),
  command: z.unknown().optional(),
  event: z.looseObject({ type: z.unknown().optional() }).optional().catch(undefined),
  view: z.looseObject({ callback_id: z.unknown().optional() }).optional().catch(undefined),
});

/** Passes commands, presses, submitted forms, direct messages and changed users to `host`. */
export function createReceiver(deps: ReceiveDeps, host: ChatHost): Receiver {
  const { log } = deps;
  const underWay = new Set<Promise<void>>();
  const eventDeps = { ...deps, host };

  async function dispatch(payload: unknown, acknowledge: AcknowledgePayload): Promise<void> {
    const { data, error } = anyPayload.safeParse(payload);
    if (!data) return refuseUnreadable(eventDeps, { payload, acknowledge, kind: 'payload', error });
    if (data.command !== undefined) return takeCommand(payload, acknowledge);
    if (data.type === 'block_actions') return takePress(payload, acknowledge);
    if (data.type === 'view_submission' && data.view?.callback_id === FORM_CALLBACK_ID) {
      return takeSubmission(payload, acknowledge);
    }
    if (data.event?.type === 'message') return takeMessage(payload, acknowledge);
    if (data.event?.type === 'user_change') return takeUserChange(payload, acknowledge);
    log.debug({ type: data.type }, 'Slack sent something that we do not use');
    await acknowledge();
  }

  async function takeCommand(payload: unknown, acknowledge: AcknowledgePayload): Promise<void> {
    const call = readCommand(payload, deps.clock.now());
    if (call) return answerCommand(eventDeps, call, acknowledge);
    const { error } = slashCommand.safeParse(payload);
    return refuseUnreadable(eventDeps, { payload, acknowledge, kind: 'command', error });
  }
  async function takePress(payload: unknown, acknowledge: AcknowledgePayload): Promise<void> {
    const press = readAction(payload, deps.clock.now());
    if (press) return answerPress(eventDeps, press, () => acknowledge());
    const { error } = blockActions.safeParse(payload);
    return refuseUnreadable(eventDeps, { payload, acknowledge, kind: 'press', error });
  }
  async function takeSubmission(payload: unknown, acknowledge: AcknowledgePayload): Promise<void> {
    const press = readSubmission(payload);
    const form = press && host.forms[press.actionId];
    const errors = form && blankFields(form, press);
    if (errors) return acknowledge(errors);
    if (press) return answerAction(eventDeps, press, () => acknowledge());
    const { error } = viewSubmission.safeParse(payload);
    return refuseUnreadable(eventDeps, { payload, acknowledge, kind: 'form', error });
  }
  async function takeMessage(payload: unknown, acknowledge: AcknowledgePayload): Promise<void> {
    await acknowledge();
    const message = readDirectMessage(payload);
    if (!message) return;
    const { requestId, caller } = message;
    const card = await host.onMessage(message);
    const outcome = await deps.sendDirectMessage(caller, { card, key: requestId });
    if (outcome.status !== 'sent') return log.warn({ requestId, outcome }, 'Slack did not take an answer');
    await shareChart(deps, message, card);
    const { placed } = outcome;
    if (placed && card.actions.length > 0)
      await host.onAnswered({ requestId, caller, shown: { card, placed } });
  }
  async function takeUserChange(payload: unknown, acknowledge: AcknowledgePayload): Promise<void> {
    await acknowledge();
    const change = readUserChange(payload);
    if (change) return host.onUserChange(change.user, change.seen);
    log.warn({}, 'Slack sent a changed user that could not be read');
  }

  return {
    async take(payload, acknowledge) {
      const work = dispatch(payload, acknowledge).catch((err: unknown) => {
        log.error({ err }, 'Slack command or button press failed');
      });
      underWay.add(work);
      await work.finally(() => underWay.delete(work));
    },
    async settled() {
      await Promise.race([Promise.allSettled(underWay), sleep(SETTLE_MS, undefined, { ref: false })]);
    },
  };
}
