import { type Command, InvalidArgumentError } from 'commander';
import { activityStyle } from '#src/chat/cards/activity-style.ts';
import { wayText } from '#src/chat/cards/way-text.ts';
import type { ListedActivity } from '#src/app.ts';
import { commandOf } from '#src/cli/kit/command-of.ts';
import { print, printJson, withCore } from '#src/cli/kit/context.ts';
import { getPersonWithEmail } from '#src/cli/kit/get-person-with-email.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import type { Core } from '#src/process/open-core.ts';
import { checkDays, readCount, readDay, readEmail } from '#src/cli/kit/read-arguments.ts';
import { tableText } from '#src/cli/kit/table.ts';
import { ACTIVITY_KINDS, type ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import { dayStart } from '#src/domain/kit/period.ts';
import { activityTexts } from '#src/domain/ledger/activity-texts.ts';

type Options = {
  person?: string;
  kind?: ActivityKind;
  since?: string;
  until?: string;
  limit: number;
  json?: boolean;
};

const COLUMNS = ['When (UTC)', 'Who', 'What', 'About', 'Before and after', 'From where'].map((title) => ({
  title,
}));

/** `largesse activity list`: lists what was done to money and rights, with before and after. */
export function addActivityList(program: Command): void {
  commandOf(program, 'activity')
    .command('list')
    .description('list what was done to money and rights, by whom, and what it was before and after')
    .option('--person <email>', 'only what this person did, or what was done to them', readEmail)
    .option('--kind <kind>', 'only this kind, such as policy.set or gift.voided', readKind)
    .option('--since <day>', 'from this day on, such as 2027-01-15', readDay)
    .option('--until <day>', 'up to the end of this day', readDay)
    .option('--limit <count>', 'at most so many, the newest', readCount, 50)
    .option('--json', 'print one JSON array')
    .addHelpText('after', '\nExample:\n  largesse activity list --kind budget.set --since 2027-01-01')
    .action(({ person: email, kind, since, until, limit, json }: Options) => {
      checkDays({ since, until });
      return withCore(async (core) => {
        const { timeZone } = core.organization;
        const person = email === undefined ? undefined : await getPersonWithEmail(core, email);
        const found = await core.app.queries.ledger.listActivities(operatorOf(core), {
          limit,
          ...(person && { personId: person.id }),
          ...(kind !== undefined && { kind }),
          ...(since !== undefined && { since: dayStart(since, timeZone) }),
          ...(until !== undefined && { until: dayStart(until, timeZone, 1) }),
        });
        if (json) return printJson(found);
        if (found.length === 0) return print('Nothing is on record that fits.');
        print(
          tableText(
            COLUMNS,
            found.map((activity) => rowOf(core, activity)),
          ),
        );
      });
    });
}

function readKind(text: string): ActivityKind {
  const kind = ACTIVITY_KINDS.find((one) => one === text);
  if (kind) return kind;
  throw new InvalidArgumentError(`Kinds are ${ACTIVITY_KINDS.join(', ')}.`);
}

function rowOf({ organization, words }: Core, activity: ListedActivity): string[] {
  const { doer, about, details } = activityTexts(activity, activityStyle(words, organization));
  const when = activity.at.toISOString().slice(0, 16).replace('T', ' ');
  const what = words.say(`record.kind.${activity.kind}`);
  return [when, doer, what, about, details, wayText(words, activity)];
}
