import type { CardView, MessageView, PlaygroundPerson } from '#src/ports/playground.ts';
import { createPlaygroundPlatform } from '#adapters/chat/playground/platform.ts';
import type { Form } from '#src/ports/chat.ts';
import type { Actor, ChatStage, OpenStage, Seen } from '../chat-stage.ts';
import { createMovingClock } from './moving-clock.ts';
import { typedLine } from './typed-line.ts';

export const playground: ChatStage = {
  name: 'playground',
  platform: 'playground',
  waives: {
    'a network': 'the room is in the process, nothing lies between',
    'people who left': 'nobody leaves the room',
  },
  open,
};

const people: PlaygroundPerson[] = [
  { userId: 'alice', name: 'Alice Ahn', email: 'alice@example.com', department: 'Design Team' },
  { userId: 'bob', name: 'Bob Baker', email: 'bob@example.com' },
  { userId: 'carol', name: 'Carol Cole', email: 'carol@example.com', department: 'Design Team' },
  { userId: 'dave', name: 'Dave Dunn', email: 'dave@example.com' },
  { userId: 'buildbot', name: 'Build Bot', isBot: true },
];

async function open(): Promise<OpenStage> {
  const clock = createMovingClock();
  const platform = createPlaygroundPlatform({ people, clock, waitMs: 100 });
  const { room } = platform;

  async function see(person: Actor): Promise<Seen[]> {
    const { channel, direct } = await room.view(person.user.userId);
    return [...channel, ...direct].flatMap(seenOf);
  }

  async function buttonOf(by: Actor, { id }: Seen, label: string) {
    const { channel, direct } = await room.view(by.user.userId);
    const body = [...channel, ...direct].find((message) => message.id === id)?.body;
    const action = body?.kind === 'card' ? body.card.actions.find((each) => each.label === label) : undefined;
    if (!action) throw new Error(`${by.name} sees no button ${label}`);
    const { id: actionId, value, form } = action;
    return { form, press: { userId: by.user.userId, messageId: id, actionId, value } };
  }

  return {
    platform,
    alice: actor('alice'),
    bob: actor('bob'),
    carol: actor('carol'),
    dave: actor('dave'),
    robot: actor('buildbot'),
    nobody: actor('nobody'),
    design: { name: 'Design Team', groupId: 'Design Team', members: [actor('alice'), actor('carol')] },
    channelId: 'general',
    async type(typed) {
      await room.type({ userId: typed.by.user.userId, text: typedLine(typed), place: typed.place });
    },
    async typeDeliveredTwice(typed) {
      const event = { userId: typed.by.user.userId, text: typedLine(typed), place: typed.place };
      await room.type({ ...event, requestId: 'event-1' });
      await room.type({ ...event, requestId: 'event-1' });
    },
    async press(by, message, label) {
      await room.press((await buttonOf(by, message, label)).press);
    },
    async openForm(by, message, label) {
      const { form, press } = await buttonOf(by, message, label);
      if (!form) throw new Error('the room shows no form');
      return {
        title: form.title,
        fields: form.fields.map(({ label: fieldLabel, isRequired, maxLength }) => ({
          label: fieldLabel,
          isRequired,
          isLong: maxLength > 100,
        })),
        async submit(texts) {
          const fields = form.fields.map((field) => [field.name, textFor(field, texts)]);
          await room.press({ ...press, fields: Object.fromEntries(fields) as Record<string, string> });
        },
      };
    },
    see,
    async pictures(person) {
      const { channel, direct } = await room.view(person.user.userId);
      const charts = [...channel, ...direct].map(({ body }) =>
        body.kind === 'card' ? body.card.chart : undefined,
      );
      return charts
        .filter((chart) => chart !== undefined)
        .map(({ png, alt }) => ({ png: Buffer.from(png, 'base64'), alt }));
    },
    pictureTrouble: notHere,
    isThinking: () => false,
    closeDirectMessages: ({ user }) => room.setDirectMessages({ userId: user.userId, isOpen: false }),
    passTime: (ms) => clock.advance(ms),
    trouble: notHere,
    goAway: async () => notHere(),
    goSilent: async () => notHere(),
    misconfigured: () => createPlaygroundPlatform({ people: [], clock }),
    violations: () => [],
    logged: () => '',
    close: () => platform.stop(),
  };
}

function actor(userId: string): Actor {
  return { name: userId, user: { platform: 'playground', workspaceId: 'playground', userId } };
}

/** What browsers let people write in a field. */
function textFor({ label, isRequired, maxLength }: Form['fields'][number], texts: Record<string, string>) {
  const text = texts[label] ?? '';
  if (isRequired && text === '') throw new Error(`the page asks for ${label} first`);
  if (text.length > maxLength) throw new Error(`${label} is too long`);
  return text;
}

function notHere(): never {
  throw new Error('the playground has no network');
}

/** Only what the bot said. */
function seenOf({ id, place, author, mentions, body }: MessageView): Seen[] {
  if (author !== null || body.kind !== 'card') return [];
  const named = mentions?.split(', ') ?? [];
  const mentioned = people.filter(({ name }) => named.includes(name)).map(({ userId }) => userId);
  return [
    {
      id,
      place,
      text: textOf(body.card),
      notification: body.card.summary,
      mentions: mentioned,
      buttons: body.card.actions.map(({ label }) => label),
    },
  ];
}

function textOf({ title, blocks }: CardView): string {
  const texts = blocks.flatMap((block) => {
    if (block.kind === 'fields') return block.fields.map(({ label, value }) => `${label}: ${value}`);
    return block.kind === 'bar' ? [block.label] : [block.text];
  });
  return [title, ...texts].join('\n');
}
