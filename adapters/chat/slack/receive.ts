import { setTimeout as sleep } from 'node:timers/promises';
import { App, type HTTPReceiver, type Logger, type SocketModeReceiver } from '@slack/bolt';
import type { ChatHost } from '#src/ports/chat.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import { type AnswerEventDeps, answerAction, answerCommand, answerPress } from './answer-event.ts';
import { readAction } from './read-action.ts';
import { readCommand } from './read-command.ts';
import { readSubmission } from './read-submission.ts';
import { readUserChange } from './read-user-change.ts';
import { FORM_CALLBACK_ID } from './render-form.ts';

export type ReceiveDeps = {
  log: Log;
  clock: Clock;
  logger: Logger;
  receiver: HTTPReceiver | SocketModeReceiver;
  bot: { token: string; botId: string | undefined; userId: string | undefined };
  clientOptions: object;
} & Pick<AnswerEventDeps, 'answer' | 'openView'>;

const SETTLE_MS = 5_000;

/** Passes commands, presses, forms and changed users from the receiver to `host`. `settled` waits up to 5 s for those in progress. */
export function receive(deps: ReceiveDeps, host: ChatHost): { settled(): Promise<void> } {
  const underWay = new Set<Promise<void>>();
  const app = createApp(deps);
  const eventDeps = { ...deps, host };

  app.command(/^\//, async ({ body, ack }) => {
    const call = readCommand(body, deps.clock.now());
    if (!call) return refuse(deps.log, ack);
    await follow(
      underWay,
      answerCommand(eventDeps, call, (reply) => ack(reply)),
    );
  });
  app.action({ type: 'block_actions' }, async ({ body, ack }) => {
    const press = readAction(body, deps.clock.now());
    if (!press) return refuse(deps.log, ack);
    await follow(
      underWay,
      answerPress(eventDeps, press, () => ack()),
    );
  });
  app.view(FORM_CALLBACK_ID, async ({ body, ack }) => {
    const press = readSubmission(body);
    if (!press) return refuse(deps.log, ack);
    await follow(
      underWay,
      answerAction(eventDeps, press, () => ack()),
    );
  });
  app.event('user_change', async ({ body }) => {
    const change = readUserChange(body);
    if (change) await follow(underWay, host.onUserChange(change.user, change.seen));
    else deps.log.warn({}, 'Slack sent a changed user that could not be read');
  });
  return {
    async settled() {
      await Promise.race([Promise.allSettled(underWay), sleep(SETTLE_MS, undefined, { ref: false })]);
    },
  };
}

/** The token was tested at startup, so Bolt need not ask Slack again who we are. */
function createApp({ bot, log, logger, receiver, clientOptions }: ReceiveDeps): App {
  const app = new App({
    receiver,
    logger,
    clientOptions,
    convoStore: false,
    authorize: async () => ({
      botToken: bot.token,
      ...(bot.botId && { botId: bot.botId }),
      ...(bot.userId && { botUserId: bot.userId }),
    }),
  });
  app.error(async (error) => {
    log.error({ err: error.original ?? error }, 'Slack command or button press failed');
  });
  return app;
}

async function refuse(log: Log, ack: () => Promise<void>): Promise<void> {
  log.warn({}, 'Slack sent something that could not be read');
  await ack();
}

async function follow(underWay: Set<Promise<void>>, work: Promise<void>): Promise<void> {
  underWay.add(work);
  try {
    await work;
  } finally {
    underWay.delete(work);
  }
}
