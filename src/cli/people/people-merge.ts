import type { Command } from 'commander';
import type { MergePreview } from '#src/app.ts';
import { mergeTexts } from '#src/chat/cards/merge-texts.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { type AgreeOptions, isAgreed, mustBeAgreed } from '#src/cli/kit/agree.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { plain } from '#src/cli/kit/table.ts';
import type { Core } from '#src/process/open-core.ts';
import { getPersonCalled } from './get-person-called.ts';

type Options = AgreeOptions & { as?: string };

/** `largesse people merge`: makes two records of one person one. */
export function addPeopleMerge(program: Command): void {
  addCommand(program, {
    name: 'people merge',
    summary: 'merge two records of one person: money, accounts and reports move to the second',
    takes: (command) =>
      command
        .argument('<from>', 'the record that is emptied: an email address, employee number, id or full name')
        .argument('<into>', 'the record that is kept')
        .option('--dry-run', 'only say what moves, and what is in the way')
        .option('--yes', 'merge without being asked')
        .addOption(asOption()),
    json: 'object',
    examples: ['people merge alice@old.example alice@example.com --dry-run'],
    async run(core, from: string, into: string, options: Options) {
      mustBeAgreed(options);
      const [{ id: fromId }, { id: intoId }] = [
        await getPersonCalled(core, from),
        await getPersonCalled(core, into),
      ];
      const request = { fromId, intoId, ...(await findActor(core, options.as)) };
      const preview = orRefuse(core, await core.app.people.previewMerge(core.organization, request));
      const lines = previewLines(core, preview);
      const [refusal] = preview.refusals;
      const isSure =
        !options.dryRun &&
        (refusal !== undefined || (await isAgreed(core.words.say('merge.question'), lines, options)));
      if (isSure) orRefuse(core, await core.app.people.merge(core.organization, request));
      return {
        json: { merged: isSure, fromId, intoId, ...jsonOf(core, preview) },
        text: isSure
          ? core.words.say('merge.done', labelsOf(preview))
          : options.dryRun
            ? lines
            : core.words.say('merge.nothing'),
      };
    },
  });
}

function labelsOf({ from, into }: MergePreview): { from: string; into: string } {
  return { from: plain(from.email ?? from.name), into: plain(into.email ?? into.name) };
}

function jsonOf(core: Core, { refusals, holdings }: MergePreview) {
  return {
    moves: holdings.map(({ account: { kind, currency }, amountMinor }) => ({
      kind,
      currency,
      amountMinor: amountMinor.toString(),
    })),
    refusals: refusals.map((refusal) => refusalText(core.words, refusal)),
  };
}

function previewLines(core: Core, preview: MergePreview): string[] {
  const { say } = core.words;
  return [
    say('merge.lead', labelsOf(preview)),
    ...mergeTexts(core.words, preview).map((text) => `  ${plain(text)}`),
    say('merge.stays'),
    ...(preview.waits ? [say('merge.waits')] : []),
    ...preview.refusals.map((refusal) => plain(refusalText(core.words, refusal))),
  ];
}
