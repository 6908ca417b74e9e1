import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { wrongUseText } from '#src/chat/cards/wrong-use-card.ts';
import { recognize } from '#src/chat/commands/recognize.ts';
import { readOptions } from '#src/chat/read-options.ts';
import type { TypedAmount } from '#src/domain/kit/money.ts';
import type { Core } from '#src/process/open-core.ts';
import { askGiver, canAsk } from './ask-giver.ts';
import { awaitRecognition, lookAtRecognition } from './await-recognition.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, Refused, UsageError, withCore } from '#src/cli/kit/context.ts';
import { readEmail } from '#src/cli/kit/read-arguments.ts';
import { isAddress } from '#src/domain/people/address.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { recognitionJson, recognitionLines, type RequestResult } from './recognition-text.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';

type Options = {
  as: string;
  requestId?: string;
  yes?: boolean;
  private?: boolean;
  guest?: boolean;
  wait: boolean;
  json?: boolean;
};

/** `largesse recognize`: gives on somebody's behalf, the same way as from chat, and waits for the result. */
export function addRecognize(program: Command): void {
  commandOf(program, 'recognize')
    .usage('[options] <person...> <amount> [message...]')
    .argument('<person>', 'who to thank: an email address or a name; the others are addresses or @names')
    .argument('<amount...>', 'how much for each, such as 25 or 25.50, then what for: they read it')
    .requiredOption('--as <email>', 'the giver, whose department pays', readEmail)
    .option('--request-id <id>', 'your own id for this request: the same id gives only once')
    .option('--yes', 'give to several people, or much, without being asked')
    .option('--private', 'nobody else reads of it, whatever the policy says')
    .option('--guest', 'an address that nobody here has is somebody’s outside the organization')
    .option('--no-wait', 'do not wait for the result')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  largesse recognize alice@example.com 25 for the launch --as morgan@example.com
  largesse recognize alice@example.com bob@example.com 10 --as morgan@example.com --yes`,
    )
    .action(async (person: string, words: string[], options: Options) => {
      const end = words.findIndex((word) => !isAddress(word) && !word.startsWith('@'));
      const others = end === -1 ? words : words.slice(0, end);
      const to = [person, ...others].map((one) => refOf(one, options));
      const asked = { to, ...(await readRest(words.slice(others.length))), ...options };
      return withCore((core) => give(core, asked));
    });
}

type RecognizeInput = Options & { to: PersonRef[]; amount: TypedAmount; message: string };

async function give(core: Core, { to, amount, message, ...options }: RecognizeInput): Promise<void> {
  await getPersonWithEmail(core, options.as);
  const requestId = options.requestId ?? randomUUID();
  const { recognition, isRepeat } = await core.app.recognition.request({
    organizationId: core.organization.id,
    source: 'cli',
    requestId,
    giver: { by: 'email', email: options.as },
    recipients: to,
    isConfirmed: options.yes ?? false,
    isPrivate: options.private ?? false,
    amount,
    message,
    channelId: null,
    replyTo: null,
  });
  const request = { requestId, isRepeat };
  const look = options.wait ? awaitRecognition : lookAtRecognition;
  const first = await look(core, recognition);
  const { status } = first.state.recognition;
  if (status !== 'awaiting_confirmation') return printResult(core, { ...first, ...request }, options);
  const goesOn = await askGiver(core, { id: recognition.id, as: options.as });
  const second = await look(core, recognition);
  if (goesOn) return printResult(core, { ...second, ...request }, options);
  if (options.json) printJson(recognitionJson(core, { ...second, ...request }));
  const why = canAsk() ? '' : ' It is for several people, large, or the same again: add --yes to give it.';
  throw new Refused(`Nothing was given.${why}`);
}

async function printResult(core: Core, result: RequestResult, { json, wait }: Options): Promise<void> {
  const { refusal, status } = result.state.recognition;
  if (json) printJson(recognitionJson(core, result));
  if (refusal) throw new Refused(refusalText(core.words, refusal));
  if (status === 'cancelled' || status === 'declined')
    throw new Refused(`It was ${status}. Nothing was given.`);
  const lines = await recognitionLines(core, result);
  if (status === 'queued' && wait) throw new Refused(lines.join('\n'));
  if (!json) for (const line of lines) print(line);
}

function refOf(person: string, { guest }: Options): PersonRef {
  if (isAddress(person)) return { by: 'email', email: person, ...(guest && { isGuest: true }) };
  const name = person.replace(/^@/u, '').trim();
  if (name === '') throw new UsageError('Name the person to thank, such as alice@example.com');
  return { by: 'name', name };
}

/** Split as in chat: the currency may be its own word, and a leading `for` is not part of the message. */
async function readRest(words: string[]): Promise<{ amount: TypedAmount; message: string }> {
  const { amount, message } = recognize.options;
  if (!amount || !message) throw new Error('the command lost its options');
  if (words.length === 0) throw new UsageError('Write how much to give after the people, such as 25');
  const read = readOptions({ amount, message }, { kind: 'text', pieces: [words.join(' ')] });
  if (!read.ok) {
    const { createWords } = await import('#src/words/words.ts');
    throw new UsageError(wrongUseText(createWords(), recognize, read.wrongUse));
  }
  const typed = read.values as { amount: TypedAmount; message?: string };
  return { amount: typed.amount, message: typed.message ?? '' };
}
