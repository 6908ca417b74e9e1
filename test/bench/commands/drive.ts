import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackServer } from '#test/servers/slack/start-slack-server.ts';
import { pairOf, people } from '../people.ts';
import type { SlackInstruction, SlackReport } from './slack-instructions.ts';

const LOOK_MS = 5;
const GIVE_UP_MS = 60_000;

type Typing = {
  /** Types the next command. */
  type(dueAt?: number): Promise<void>;
  typed(): number;
  /** Recipients' messages so far. */
  messages(): number;
  acknowledgements(): Pick<SlackReport, 'ackMs' | 'lost'>;
};

/** Does as ordered and says what was seen. */
export async function drive(slack: SlackServer, instruction: SlackInstruction): Promise<SlackReport> {
  slack.calls.length = 0;
  const earlier = countMessages(slack);
  const typing = startTyping(slack);
  const seen =
    instruction.kind === 'sustain' ? await sustain(typing, instruction) : await pace(typing, instruction);
  await untilDelivered(typing);
  const delivered = newMessages(slack, earlier);
  return { ...seen, typed: typing.typed(), delivered: delivered.length, gifts: new Set(delivered).size };
}

let serial = 0;

function startTyping(slack: SlackServer): Typing {
  const ackMs: number[] = [];
  const lost: SlackReport['lost'] = [];
  let typed = 0;
  let looked = 0;
  let messages = 0;

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
    typed: () => typed,
    messages() {
      for (; looked < slack.calls.length; looked += 1) {
        if (slack.calls[looked] === 'chat.postMessage') messages += 1;
      }
      return messages;
    },
    acknowledgements: () => ({ ackMs: ackMs.slice(), lost: lost.slice() }),
  };
}

type Seen = Pick<SlackReport, 'tookMs' | 'messages' | 'ackMs' | 'lost'>;

async function sustain(
  typing: Typing,
  { underWay, settleMs, forMs }: Extract<SlackInstruction, { kind: 'sustain' }>,
): Promise<Seen> {
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
  const settled = { messages: typing.messages(), ...typing.acknowledgements() };
  const startedAt = performance.now();
  await keepTyping(forMs);
  const tookMs = performance.now() - startedAt;
  const messages = typing.messages() - settled.messages;
  const { ackMs, lost } = typing.acknowledgements();
  await Promise.all(waiting);
  return {
    tookMs,
    messages,
    ackMs: ackMs.slice(settled.ackMs.length),
    lost: lost.slice(settled.lost.length),
  };
}

async function pace(
  typing: Typing,
  { perSecond, forMs }: Extract<SlackInstruction, { kind: 'pace' }>,
): Promise<Seen> {
  const startedAt = performance.now();
  const count = Math.round((perSecond * forMs) / 1000);
  const typed: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueAt = startedAt + (index * 1000) / perSecond;
    await sleep(Math.max(0, dueAt - performance.now()));
    typed.push(typing.type(dueAt));
  }
  await Promise.all(typed);
  return {
    tookMs: performance.now() - startedAt,
    messages: typing.messages(),
    ...typing.acknowledgements(),
  };
}

/** What is left under way would slow down the next instruction. An app that sends no messages is not waited for. */
async function untilDelivered(typing: Typing): Promise<void> {
  if (typing.messages() === 0) return;
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while (typing.messages() < typing.typed() && performance.now() < giveUpAt) await sleep(LOOK_MS);
}

function countMessages(slack: SlackServer): Map<string, number> {
  return new Map(people.recipients.map((name) => [name, slack.messagesTo(name).length]));
}

/** What the messages since then were about: a gift by its delivery, else the message itself. */
function newMessages(slack: SlackServer, earlier: ReadonlyMap<string, number>): string[] {
  return people.recipients.flatMap((name) =>
    slack
      .messagesTo(name)
      .slice(earlier.get(name))
      .map(({ metadata, ts }) => (metadata ? JSON.stringify(metadata.event_payload) : ts)),
  );
}
