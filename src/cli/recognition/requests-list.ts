import { type Command, Option } from 'commander';
import type { ListedRequest } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { checkDays, readCount, readDay, readEmail } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { dayStart } from '#src/domain/kit/period.ts';
import { RECOGNITION_STATUSES, type RecognitionStatus } from '#src/domain/states.ts';
import type { Words } from '#src/words/words.ts';

type Options = {
  giver?: string;
  status?: RecognitionStatus;
  since?: string;
  until?: string;
  limit: number;
  json?: boolean;
};

const COLUMNS = ['Request', 'Asked (UTC)', 'Giver', 'For', 'Each', 'State'].map((title) => ({ title }));

/** `largesse requests list`: lists what was asked for and what came of it. */
export function addRequestsList(program: Command): void {
  commandOf(program, 'requests')
    .command('list')
    .description('list requests to give, newest first: those that wait and those that were refused, with why')
    .option('--giver <email>', 'only requests of this person', readEmail)
    .addOption(new Option('--status <status>', 'only requests in this state').choices(RECOGNITION_STATUSES))
    .option('--since <day>', 'asked from this day on, such as 2027-01-15', readDay)
    .option('--until <day>', 'asked up to the end of this day', readDay)
    .option('--limit <number>', 'how many at most', readCount, 50)
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse requests list --status refused --since 2027-01-01')
    .action(({ giver, status, since, until, limit, json }: Options) => {
      checkDays({ since, until });
      return withCore(async (core) => {
        const { timeZone } = core.organization;
        const requests = await core.app.queries.recognition.list(operatorOf(core), {
          ...(giver && { giverId: (await getPersonWithEmail(core, giver)).id }),
          ...(status && { status }),
          ...(since && { since: dayStart(since, timeZone) }),
          ...(until && { until: dayStart(until, timeZone, 1) }),
          limit,
        });
        if (json) return printJson(requests);
        if (requests.length === 0) return print('There are no such requests.');
        print(
          tableText(
            COLUMNS,
            requests.map((request) => rowOf(core.words, request)),
          ),
        );
      });
    });
}

function rowOf(words: Words, request: ListedRequest): string[] {
  const { id, createdAt, giver, recipients, amount, currency, status, refusal } = request;
  const asked = createdAt.toISOString().slice(0, 16).replace('T', ' ');
  const state = status.replace('_', ' ');
  const each = [amount, currency].filter(Boolean).join(' ');
  return [
    id,
    asked,
    giver,
    recipients.join(', '),
    each,
    refusal ? `${state}: ${refusalText(words, refusal)}` : state,
  ];
}
