import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackServer } from '#test/servers/slack/start-slack-server.ts';
import { pairOf } from '../people.ts';
import type { SlackOrder, SlackReport } from './slack-orders.ts';

const LOOK_MS = 5;
const GIVE_UP_MS = 60_000;

type Typing = {
  /** Types the next command. */
  type(dueAt?: number): Promise<void>;
  /** Recipients' messages so far. */
  messages(): number;
  typed(): number;
  report(startedAt: number): SlackReport;
};

/** Does as ordered and says what was seen. */
export function drive(slack: SlackServer, order: SlackOrder): Promise<SlackReport> {
  const typing = startTyping(slack);
  switch (order.kind) {
    case 'burst':
      return burst(typing, order);
    case 'sustain':
      return sustain(typing, order);
    case 'pace':
      return pace(typing, order);
    default:
      return order satisfies never;
  }
}

let serial = 0;

function startTyping(slack: SlackServer): Typing {
  slack.calls.length = 0;
  const ackMs: number[] = [];
  let typed = 0;
  const lost: SlackReport['lost'] = [];
  let looked = 0;
  let messages = 0;

  function countMessages(): number {
    for (; looked < slack.calls.length; looked += 1) {
      if (slack.calls[looked] === 'chat.postMessage') messages += 1;
    }
    return messages;
  }

  return {
    async type(dueAt = performance.now()) {
      typed += 1;
      serial += 1;
      const { giver, recipient } = pairOf(serial);
      // No two alike within a minute: its giver would be asked whether they mean it.
      const amount = (1 + (serial % 100_000) / 100).toFixed(2);
      const text = `/recognize @${recipient} ${amount} for the launch`;
      const { outcome } = await slack.typeCommand({ user: giver, text });
      if (outcome === 'acknowledged') ackMs.push(performance.now() - dueAt);
      else lost.push(outcome);
    },
    messages: countMessages,
    typed: () => typed,
    report: (startedAt) => ({
      tookMs: performance.now() - startedAt,
      messages: countMessages(),
      ackMs,
      lost,
    }),
  };
}

async function burst(
  typing: Typing,
  { commands, atOnce }: Extract<SlackOrder, { kind: 'burst' }>,
): Promise<SlackReport> {
  const startedAt = performance.now();
  async function typeOn(): Promise<void> {
    while (typing.typed() < commands) await typing.type();
  }
  await Promise.all(Array.from({ length: atOnce }, typeOn));
  while (typing.messages() < commands && performance.now() - startedAt < GIVE_UP_MS) await sleep(LOOK_MS);
  return typing.report(startedAt);
}

async function sustain(
  typing: Typing,
  { underWay, settleMs, forMs }: Extract<SlackOrder, { kind: 'sustain' }>,
): Promise<SlackReport> {
  const waiting = new Set<Promise<void>>();
  async function keepTyping(untilMs: number): Promise<void> {
    const endsAt = performance.now() + untilMs;
    while (performance.now() < endsAt) {
      while (typing.typed() - typing.messages() < underWay) {
        const acknowledged = typing.type().finally(() => waiting.delete(acknowledged));
        waiting.add(acknowledged);
      }
      await sleep(LOOK_MS);
    }
  }
  await keepTyping(settleMs);
  const settled = typing.report(performance.now());
  const startedAt = performance.now();
  await keepTyping(forMs);
  const report = typing.report(startedAt);
  await Promise.all(waiting);
  await untilDelivered(typing);
  return { ...report, messages: report.messages - settled.messages };
}

async function pace(
  typing: Typing,
  { perSecond, forMs }: Extract<SlackOrder, { kind: 'pace' }>,
): Promise<SlackReport> {
  const startedAt = performance.now();
  const count = Math.round((perSecond * forMs) / 1000);
  const typed: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueAt = startedAt + (index * 1000) / perSecond;
    await sleep(Math.max(0, dueAt - performance.now()));
    typed.push(typing.type(dueAt));
  }
  await Promise.all(typed);
  return typing.report(startedAt);
}

/** What is left under way would slow down the next order. */
async function untilDelivered(typing: Typing): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (typing.messages() < typing.typed() && performance.now() < giveUpAt) await sleep(LOOK_MS);
}
