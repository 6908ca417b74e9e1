import { setTimeout as sleep } from 'node:timers/promises';
import type { types } from '@slack/bolt';
import type { ActionCall, ChatAnswer, ChatHost, CommandCall, Form } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import type { Card, OutgoingMessage, SendOutcome } from '#src/ports/message.ts';
import type { Picture } from '#src/ports/picture.ts';
import type { AnswerPlace } from './answer.ts';
import { renderCard, type SlackMessage, withoutPictures } from './render-card.ts';
import { renderForm } from './render-form.ts';

type Reply = SlackMessage & { response_type: 'ephemeral' };

/** Tells Slack that the command arrived, and shows the reply if there is one. */
export type Acknowledge = (reply?: Reply) => Promise<void>;

export type AnswerEventDeps = {
  host: ChatHost;
  log: Log;
  answer: (replyTo: string, message: OutgoingMessage, place: AnswerPlace) => Promise<SendOutcome>;
  /** Shows a picture to one user alone. */
  sharePicture: (userId: string, picture: Picture) => Promise<SendOutcome>;
  /** Opens a modal. Slack lets a press's trigger live for 3 s. */
  openView: (triggerId: string, view: types.ModalView) => Promise<void>;
};

/** Slack gives a command 3 s; the rest is kept for latency. */
const PROMPT_MS = 2_500;
const LATE_ATTEMPTS = 3;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Answers a command within Slack's limit: with its card, or with the waiting card and the card later. Of an acknowledgement, Slack does not say
 * that it takes no picture of it: a card with pictures comes as a message of its own, which is sent again without them.
 */
export async function answerCommand(
  deps: AnswerEventDeps,
  call: CommandCall,
  acknowledge: Acknowledge,
): Promise<void> {
  const answered = deps.host.onCommand(call);
  await showCommand(deps, call, answered, acknowledge);
  await shareChart(deps, call, await answered);
}

async function showCommand(
  deps: AnswerEventDeps,
  call: CommandCall,
  answered: Promise<Card>,
  acknowledge: Acknowledge,
): Promise<void> {
  const prompt = await unlessLate(answered, PROMPT_MS);
  const drawn = renderCard(prompt ?? deps.host.waiting);
  const reply: Reply | undefined = withoutPictures(drawn)
    ? undefined
    : { ...drawn, response_type: 'ephemeral' };
  const isTaken = await tryAcknowledge(deps.log, call.requestId, () => acknowledge(reply));
  if (prompt && reply && isTaken) return;
  await answerLate(deps, call, await answered, 'below');
}

/** Opens the form of the pressed action, if it has one; otherwise answers the press. */
export async function answerPress(
  deps: AnswerEventDeps,
  press: ActionCall,
  acknowledge: Acknowledge,
): Promise<void> {
  const form = deps.host.forms[press.actionId];
  if (form) await openForm(deps, press, form, acknowledge);
  else await answerAction(deps, press, acknowledge);
}

/** When the form does not open, the press stays unacknowledged and Slack marks the button. */
async function openForm(
  { openView, log }: AnswerEventDeps,
  press: ActionCall,
  form: Form,
  acknowledge: Acknowledge,
): Promise<void> {
  const { requestId } = press;
  try {
    await openView(requestId, renderForm(form, press));
  } catch (err) {
    log.warn({ requestId, actionId: press.actionId, err }, 'Slack did not open a form');
    return;
  }
  await tryAcknowledge(log, requestId, acknowledge);
}

/**
 * Acknowledges a press or a submitted form at once, which closes the form. The answer follows as a message of its own,
 * or in place of the message it settles.
 */
export async function answerAction(
  deps: AnswerEventDeps,
  press: ActionCall,
  acknowledge: Acknowledge,
): Promise<void> {
  const answered = deps.host.onAction(press);
  await tryAcknowledge(deps.log, press.requestId, acknowledge);
  const { settles, chart: _, ...card } = await answered;
  const outcome = await answerLate(deps, press, card, settles ? 'in-place' : 'below');
  const placed = outcome.status === 'sent' && card.actions.length > 0 && outcome.placed;
  await deps.host.onAnswered({ ...press, press, ...(placed && { shown: { card, placed } }) });
}

/** The socket may close before we acknowledge; `response_url` still works then. */
async function tryAcknowledge(log: Log, requestId: string, acknowledge: Acknowledge): Promise<boolean> {
  try {
    await acknowledge();
    return true;
  } catch (err) {
    log.warn({ requestId, err }, 'Slack did not take the acknowledgement');
    return false;
  }
}

async function answerLate(
  deps: AnswerEventDeps,
  { requestId, replyTo }: CommandCall | ActionCall,
  card: Card,
  place: AnswerPlace,
): Promise<SendOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await deps.answer(replyTo, { card, key: requestId }, place);
    if (outcome.status === 'sent') return outcome;
    deps.log.warn({ requestId, outcome, attempt }, 'Slack did not take an answer');
    if (outcome.status !== 'later' || attempt === LATE_ATTEMPTS) return outcome;
    await sleep(Math.min(outcome.retryAfterMs ?? LONGEST_PAUSE_MS, LONGEST_PAUSE_MS));
  }
}

/** Shares the picture of an answer with its reader. When that goes wrong, the answer stands without it. */
export async function shareChart(
  { sharePicture, log }: Pick<AnswerEventDeps, 'sharePicture' | 'log'>,
  { requestId, caller }: Pick<CommandCall, 'requestId' | 'caller'>,
  { chart }: ChatAnswer,
): Promise<void> {
  const picture = await chart?.();
  if (!picture) return;
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await sharePicture(caller.userId, picture);
    if (outcome.status === 'sent') return;
    log.warn({ requestId, outcome, attempt }, 'Slack took no picture');
    if (outcome.status !== 'later' || attempt === LATE_ATTEMPTS) return;
    await sleep(Math.min(outcome.retryAfterMs ?? LONGEST_PAUSE_MS, LONGEST_PAUSE_MS));
  }
}

/** Undefined when it takes longer than this many milliseconds. */
async function unlessLate<T>(answered: Promise<T>, limitMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, limitMs, undefined);
  });
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
