import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { PersonRef } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { recognize } from '#src/chat/commands/recognize.ts';
import { readOptions } from '#src/chat/read-options.ts';
import type { TypedAmount } from '#src/domain/money.ts';
import type { Core } from '#src/open-core.ts';
import { awaitRecognition, lookAtRecognition } from './await-recognition.ts';
import { print, printJson, Refused, WrongUse, withCore } from './context.ts';
import { isEmail, readEmail } from './read-arguments.ts';
import { recognitionJson, recognitionLines, type Told } from './recognition-text.ts';

type Options = { as: string; requestId?: string; wait: boolean; json?: boolean };

/** `largesse recognize`: gives as somebody, the same way as from chat, and waits for what comes of it. */
export function addRecognize(program: Command): void {
  program
    .command('recognize')
    .description('thank someone with a gift, on behalf of a giver')
    .argument('<person>', 'whom to thank: an email address or a name')
    .argument('<amount>', 'how much, such as 25 or "25.50 EUR"')
    .argument('[message...]', 'what for: they read it with the gift')
    .requiredOption('--as <email>', 'the giver, whose department pays', readEmail)
    .option('--request-id <id>', 'your own id of this request: the same id twice gives once')
    .option('--no-wait', 'do not wait for what comes of it')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExample:\n  largesse recognize alice@example.com 25 for the launch --as morgan@example.com',
    )
    .action((person: string, amount: string, message: string[], options: Options) => {
      const asked = { to: refOf(person), ...readRest([amount, ...message]), ...options };
      return withCore((core) => give(core, asked));
    });
}

type Asked = Options & { to: PersonRef; amount: TypedAmount; message: string };

async function give(core: Core, { to, amount, message, ...options }: Asked): Promise<void> {
  const requestId = options.requestId ?? randomUUID();
  const { recognition, isRepeat } = await core.app.requestRecognition({
    organizationId: core.organization.id,
    source: 'cli',
    requestId,
    giver: { by: 'email', email: options.as },
    recipients: [to],
    amount,
    message,
    channelId: null,
    replyTo: null,
  });
  const aftermath = options.wait
    ? await awaitRecognition(core, recognition)
    : await lookAtRecognition(core, recognition);
  await tell(core, { ...aftermath, requestId, isRepeat }, options);
}

async function tell(core: Core, told: Told, { json }: Options): Promise<void> {
  const { refusal } = told.state.recognition;
  if (json) printJson(recognitionJson(core, told));
  if (refusal) throw new Refused(refusalText(core.words, refusal));
  if (!json) for (const line of await recognitionLines(core, told)) print(line);
}

function refOf(person: string): PersonRef {
  if (isEmail(person)) return { by: 'email', email: person };
  const name = person.replace(/^@/u, '').trim();
  if (name === '') throw new WrongUse('Name the person to thank, such as alice@example.com');
  return { by: 'name', name };
}

/** Cut as in chat: the currency may be a word of its own, and a leading `for` is no part of the message. */
function readRest(words: string[]): { amount: TypedAmount; message: string } {
  const { amount, message } = recognize.options;
  if (!amount || !message) throw new Error('the command lost its options');
  const read = readOptions({ amount, message }, { kind: 'text', pieces: [words.join(' ')] });
  const typed = read.ok ? (read.values as { amount: TypedAmount; message?: string }) : undefined;
  if (typed) return { amount: typed.amount, message: typed.message ?? '' };
  throw new WrongUse(`“${words[0]}” is not an amount. Write it like 25, 25.50 or "25 EUR"`);
}
