import type { Command } from 'commander';
import { tableName } from '#src/chat/cards/table-name.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import type { ErasurePreview } from '#src/app.ts';
import { must } from '#src/domain/kit/must.ts';
import { addCommand, type CommandResult } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { UsageError } from '#src/cli/kit/context.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { plain } from '#src/cli/kit/table.ts';
import { BadErasedList, erasedListFile } from '#src/process/erased-list-file.ts';
import type { Core } from '#src/process/open-core.ts';
import { getPersonCalled } from './get-person-called.ts';

type Options = AgreeOptions & { as?: string; fromList?: string };

/** `largesse people erase`: takes everything out of the database that says who somebody is, for good. */
export function addPeopleErase(program: Command): void {
  addCommand(program, {
    name: 'people erase',
    summary: 'take everything out of the database that says who somebody is, for good',
    takes: (command) =>
      command
        .argument('[who]', 'an email address, employee number, id or full name')
        .option('--from-list <file>', 'after a restore: erase again everybody in ERASED_IDS_FILE')
        .option('--dry-run', 'only say what goes, what stays and why')
        .option('--yes', 'erase without being asked')
        .addOption(asOption()),
    json: 'object',
    examples: [
      'people erase alice@example.com --dry-run',
      'people erase --from-list /backup/erased-ids --yes',
    ],
    async run(core, who: string | undefined, options: Options) {
      if ((who === undefined) === (options.fromList === undefined)) {
        throw new UsageError(
          'Say whom: a name, an address or an id; or --from-list with a file, and not both',
        );
      }
      mustBeAgreed(options);
      return who === undefined ? eraseFromList(core, options) : eraseOne(core, who, options);
    },
  });
}

async function eraseOne(core: Core, who: string, options: Options): Promise<CommandResult> {
  const { id: personId } = await getPersonCalled(core, who);
  const doer = await findActor(core, options.as);
  const found = await core.app.queries.people.previewErasure(operatorOf(core, options.as), { personId });
  const preview = must(found, 'preview');
  const lines = previewLines(core, preview);
  if (options.dryRun) return { json: { erased: false, ...jsonOf(core, preview) }, text: lines };
  const isSure =
    preview.refusals.length > 0 || (await isAgreed(`Erase ${plain(preview.name)} for good?`, lines, options));
  if (!isSure)
    return { json: { erased: false, ...jsonOf(core, preview) }, text: core.words.say('erase.nothing') };
  const erased = orRefuse(core, await core.app.people.erase(core.organization, { personId, ...doer }));
  const { pseudonym } = erased;
  return {
    json: { erased: true, personId, pseudonym },
    text: core.words.say('erase.done', { name: pseudonym }),
  };
}

function jsonOf(core: Core, { refusals, ...preview }: ErasurePreview) {
  return { ...preview, refusals: refusals.map((refusal) => refusalText(core.words, refusal)) };
}

/** What goes, what stays and why, and what keeps it from being done. */
function previewLines(core: Core, preview: ErasurePreview): string[] {
  const { say } = core.words;
  function listed(
    title: 'erase.goes' | 'erase.blanked' | 'erase.stays',
    rows: ErasurePreview['goes'],
  ): string[] {
    if (rows.length === 0) return [];
    return [
      say(title),
      ...rows.map(({ table, rows: count }) => `  ${tableName(core.words, table)}: ${count}`),
    ];
  }
  return [
    say('erase.lead', { name: plain(preview.name), pseudonym: preview.pseudonym }),
    ...listed('erase.goes', preview.goes),
    ...listed('erase.blanked', preview.blanked),
    ...listed('erase.stays', preview.stays),
    say('erase.told'),
    ...preview.refusals.map((refusal) => plain(refusalText(core.words, refusal))),
  ];
}

async function eraseFromList(core: Core, options: Options): Promise<CommandResult> {
  const path = must(options.fromList, 'list');
  const entries = await erasedListFile(path)
    .read()
    .catch((fault: unknown) => {
      throw fault instanceof BadErasedList ? new UsageError(fault.message) : fault;
    });
  const people = new Set(entries.map(({ personId }) => personId)).size;
  const question = core.words.say('erase.fromList', { count: people });
  if (!(await isAgreed(question, [], options))) {
    return {
      json: { erased: 0, listed: people },
      text: options.dryRun ? question : core.words.say('erase.nothing'),
    };
  }
  const again = await core.app.people.eraseListed(entries);
  const erased = again.filter(({ outcome }) => typeof outcome === 'object' && outcome.ok);
  const refused = again.flatMap(({ personId, outcome }) =>
    typeof outcome === 'object' && !outcome.ok
      ? [{ personId, why: refusalText(core.words, outcome.refusal) }]
      : [],
  );
  const missing = again.filter(({ outcome }) => outcome === 'missing');
  if (refused.length > 0) process.exitCode = 1;
  return {
    json: { erased: erased.length, listed: people, missing: missing.length, refused },
    text: [
      core.words.say('erase.again', { count: erased.length, people, missing: missing.length }),
      ...refused.map(({ personId, why }) => `${personId}: ${plain(why)}`),
    ],
  };
}
