import type { Card } from '#src/ports/message.ts';
import { refusalText } from '../cards/refusal-text.ts';
import { textCard } from '../cards/text-card.ts';
import { typedAmountText } from '../cards/typed-amount-text.ts';
import { type CommandContext, defineCommand, type NamedPerson } from '../define-command.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { AcceptedRecognition } from '#src/domain/recognition/recognition.ts';

/**
 * `/recognize @alice 25 for the launch`, also with several people: accepts the request. The giver gets the result in
 * the same place. `--private` anywhere in it keeps others from reading of it; An address
 * that nobody here has is somebody's outside the organization: the giver is asked about it, unless they say `--guest`.
 */
export const recognize = defineCommand({
  name: 'recognize',
  summary: 'recognize.summary',
  usage: 'recognize.usage',
  example: 'recognize.example',
  answersLater: true,
  flags: ['private', 'guest'],
  options: {
    to: {
      kind: 'people',
      summary: 'recognize.option.to',
      isRequired: true,
      others: { name: 'also', summary: 'recognize.option.also' },
    },
    amount: { kind: 'money', summary: 'recognize.option.amount', isRequired: true },
    message: { kind: 'text', summary: 'recognize.option.message', isRequired: false },
  },

  async run(context, { to, amount, message }) {
    const { app, call, organizationId } = context;
    const { caller, callerProfile } = call;
    const requested = await app.recognition.request({
      organizationId,
      source: caller.platform,
      requestId: call.requestId,
      giver: { by: 'chat', ...caller, ...(callerProfile ? { profile: callerProfile } : {}) },
      recipients: to.map((named) => refOf(named, context)),
      amount,
      message: message ?? '',
      channelId: call.channelId,
      isPrivateChannel: call.isPrivateChannel ?? false,
      isPrivate: context.flags?.has('private') ?? false,
      replyTo: call.replyTo,
      isAnsweredFirst: call.isAnsweredFirst ?? false,
    });
    return askedCard(context, requested);
  },
});

function refOf(to: NamedPerson, { call, flags }: CommandContext): PersonRef {
  const { platform, workspaceId } = call.caller;
  switch (to.kind) {
    case 'user': {
      const { userId, profile, label } = to;
      const named = profile ? { profile } : label ? { label } : {};
      return { by: 'chat', platform, workspaceId, userId, ...named };
    }
    case 'email':
      return {
        by: 'email',
        email: to.email,
        ...(flags?.has('guest') ? { isGuest: true } : { mayBeGuest: true }),
      };
    case 'group':
      return {
        by: 'group',
        platform,
        workspaceId,
        groupId: to.groupId,
        name: (to.label ?? '').replace(/^@/u, ''),
      };
    case 'name':
      return { by: 'name', name: to.name };
    default:
      return to satisfies never;
  }
}

function askedCard(
  { words }: CommandContext,
  { recognition, isRepeat, recipientNames }: AcceptedRecognition,
): Card {
  const { say } = words;
  const { refusal, status } = recognition;
  if (refusal) return textCard('refusal', say('refused.title'), [refusalText(words, refusal)]);
  const { amount: number, currency } = recognition;
  const amount = typedAmountText(currency ? { amount: number, currency } : { amount: number });
  const asked = { amount, names: recipientNames.map((name) => name || say('unnamed')).join(', ') };
  const quote = recognition.message ? [{ kind: 'quote' as const, text: recognition.message }] : [];
  if (!isRepeat && namesSeveral(recognition, recipientNames)) {
    return textCard('info', say('waiting.title'), [say('asked.several', asked), ...quote]);
  }
  if (isRepeat) return textCard('info', say('asked.repeated'), [repeatText(words, status, asked), ...quote]);
  return textCard('info', say('asked.title'), [say('asked.text', asked), ...quote]);
}

function repeatText(
  { say }: CommandContext['words'],
  status: AcceptedRecognition['recognition']['status'],
  asked: { amount: string; names: string },
): string {
  if (status === 'declined' || status === 'cancelled') return say(`stands.${status}`);
  return say(status === 'issued' ? 'asked.done' : 'asked.again', asked);
}

/** If so, the giver sees who gets what and confirms it before anything is given. */
function namesSeveral({ recipients }: AcceptedRecognition['recognition'], names: readonly string[]): boolean {
  return names.length > 1 || recipients.some(({ by }) => by === 'group');
}
