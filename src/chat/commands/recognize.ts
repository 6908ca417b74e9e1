import type { PersonRef, RequestedRecognition } from '#src/app.ts';
import type { Card } from '#src/ports.ts';
import { refusalText } from '../cards/refusal-text.ts';
import { textCard } from '../cards/text-card.ts';
import { type CommandContext, defineCommand, type OptionValue } from '../define-command.ts';

/** `/recognize @alice 25 for the launch`: takes the request in; the giver hears what came of it in the same place. */
export const recognize = defineCommand({
  name: 'recognize',
  summary: 'recognize.summary',
  usage: 'recognize.usage',
  options: {
    to: { kind: 'person', summary: 'recognize.option.to', isRequired: true },
    amount: { kind: 'money', summary: 'recognize.option.amount', isRequired: true },
    message: { kind: 'text', summary: 'recognize.option.message', isRequired: false },
  },

  async run(context, { to, amount, message }) {
    const { app, call, organizationId } = context;
    const { caller, callerProfile } = call;
    const requested = await app.requestRecognition({
      organizationId,
      source: caller.platform,
      requestId: call.requestId,
      giver: { by: 'chat', ...caller, ...(callerProfile ? { profile: callerProfile } : {}) },
      recipients: [refOf(to, context)],
      amount,
      message: message ?? '',
      channelId: call.channelId,
      replyTo: call.replyTo,
    });
    return askedCard(context, requested);
  },
});

function refOf(to: OptionValue['person'], { call }: CommandContext): PersonRef {
  switch (to.kind) {
    case 'user': {
      const { platform, workspaceId } = call.caller;
      const profile = to.profile ? { profile: to.profile } : {};
      return { by: 'chat', platform, workspaceId, userId: to.userId, ...profile };
    }
    case 'email':
      return { by: 'email', email: to.email };
    case 'group':
      return { by: 'group', name: to.label ?? to.groupId };
    case 'name':
      return { by: 'name', name: to.name };
    default:
      return to satisfies never;
  }
}

function askedCard(
  { words }: CommandContext,
  { recognition, isRepeat, recipientNames }: RequestedRecognition,
): Card {
  const { say } = words;
  const { refusal, status } = recognition;
  if (refusal) return textCard('refusal', say('refused.title'), [refusalText(words, refusal)]);
  const amount = recognition.currency ? `${recognition.amount} ${recognition.currency}` : recognition.amount;
  const asked = { amount, names: recipientNames.join(', ') };
  const text = isRepeat
    ? say(status === 'issued' ? 'asked.done' : 'asked.again', asked)
    : say('asked.text', asked);
  const quote = recognition.message ? [{ kind: 'quote' as const, text: recognition.message }] : [];
  return textCard('info', say(isRepeat ? 'asked.repeated' : 'asked.title'), [text, ...quote]);
}
