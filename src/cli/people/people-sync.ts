import type { Command } from 'commander';
import { troubleText } from '#src/chat/cards/not-synced-card.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { Refused, UsageError } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import {
  ignoreOption,
  mapOption,
  rememberColumnMeanings,
  type SaidColumns,
  saidMeanings,
} from '#src/cli/kit/said-columns.ts';
import { MAPPABLE_FIELDS, type PeopleField } from '#src/domain/people/people-columns.ts';
import { isSafeAddress, isWebAddress } from '#src/domain/people/people-place.ts';
import type { SyncReport } from '#src/app.ts';
import type { Core } from '#src/process/open-core.ts';
import { createPeopleSource } from '#src/process/people-source/create-people-source.ts';
import type { PeopleFeed } from '#src/ports/people-source.ts';
import type { Words } from '#src/words/words.ts';
import { changeText } from './file/plan-text.ts';

type Options = SaidColumns<PeopleField> & {
  from?: string;
  dryRun?: boolean;
  leavers?: boolean;
  allowLeavers?: boolean;
  department?: string;
  as?: string;
};

/** `largesse people sync`: brings people up to date from where the company keeps them. */
export function addPeopleSync(program: Command): void {
  addCommand(program, {
    name: 'people sync',
    summary: 'bring people up to date from a file or address, as the clock does with PEOPLE_SYNC_FROM',
    takes: (command) =>
      command
        .option('--from <file>', 'a CSV file, or its address; default: PEOPLE_SYNC_FROM')
        .option('--dry-run', 'say what it would do')
        .option('--leavers', 'people who are not in the file leave; default: PEOPLE_SYNC_LEAVERS')
        .option('--allow-leavers', 'let more people leave than usual')
        .option('--department <name>', 'where new people belong if their row does not say')
        .addOption(mapOption(MAPPABLE_FIELDS))
        .addOption(ignoreOption())
        .addOption(asOption()),
    json: 'object',
    examples: [
      'people sync --from https://hr.example.com/people.csv --dry-run',
      'people sync --from people.csv --leavers',
    ],
    async run(core, options: Options) {
      const isDry = options.dryRun === true;
      const { areLeaversMeant, meanings } = {
        areLeaversMeant: options.allowLeavers === true,
        meanings: saidMeanings(options),
      };
      const { actorId } = await findActor(core, options.as);
      const asked = { source: sourceOf(core, options), actorId, isDry, areLeaversMeant, meanings };
      const { department } = options;
      const report = await core.app.people.sync(core.organization.id, { ...asked, department });
      if (!report) throw new Error('only the clock is told that it is not time');
      const { status, detail, planned } = report;
      const text = reportLines(core.words, report, isDry);
      if (status === 'failed' || status === 'held') throw new Refused(text.join('\n'));
      if (!isDry) await rememberColumnMeanings(core, 'people', options);
      return { json: { imported: !isDry, status, ...detail, changes: planned?.plan?.changes ?? [] }, text };
    },
  });
}

function sourceOf({ config }: Core, { from, leavers }: Options): PeopleFeed {
  const { peopleSync, peopleToken: token, webhooks } = config;
  const place = from ?? peopleSync?.from;
  if (place === undefined) throw new UsageError('say --from FILE or an address, or set PEOPLE_SYNC_FROM');
  if (isWebAddress(place) && !isSafeAddress(place))
    throw new UsageError(
      'the address is not encrypted, or names a user: write https:// and set PEOPLE_SYNC_TOKEN',
    );
  // The token belongs to the address of the settings, and goes to no other.
  const isOwn = place === peopleSync?.from || peopleSync === undefined;
  return createPeopleSource({
    from: place,
    at: peopleSync?.at ?? '05:00',
    leavers: leavers ?? peopleSync?.leavers ?? false,
    token: isOwn ? token : undefined,
    ...webhooks,
  });
}

const MOST_BAD = 20;

function reportLines(words: Words, { status, detail, planned }: SyncReport, isDry: boolean): string[] {
  const { say } = words;
  const {
    added,
    changed,
    left,
    why,
    said,
    leaving = 0,
    active = 0,
    bad,
    badCount,
    areAbsentKept,
    gone = 0,
  } = detail;
  const rows = bad.slice(0, MOST_BAD).map(({ line, column, kind, text, other }) => {
    return `  ${line} ${column}: ${say(`people.problem.${kind}`, { text, other })}`;
  });
  const wrong = badCount > 0 ? [say('people.sync.bad', { count: badCount }), ...rows] : [];
  const changes = planned?.plan?.changes.map((change) => `  ${changeText(words, change)}`) ?? [];
  if (why) return [`${troubleText(words, { why, said, bad: badCount })} Nothing was changed.`, ...wrong];
  if (status === 'unchanged') return [say('people.sync.unchanged')];
  if (status === 'held')
    return [say('people.sync.held', { leaving, active }), ...changes, say('people.sync.heldHow')];
  const total = added + changed + left;
  return [
    total === 0
      ? say('people.sync.nothing')
      : say(isDry ? 'people.sync.would' : 'people.sync.did', { added, changed, left }),
    ...changes,
    ...(gone > 0 ? [say('people.sync.gone', { count: gone })] : []),
    ...wrong,
    ...(areAbsentKept ? [say('people.sync.absentKept')] : []),
  ];
}
