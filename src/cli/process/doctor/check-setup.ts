import type { Config } from '#src/config.ts';
import { listHiddenSteps, readSetupFacts } from '#src/db/people/setup.ts';
import { findOrganization } from '#src/db/people/organization.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { type SetupFacts, setupOf, type SetupStep, UNNAMED } from '#src/domain/people/setup.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { setupSettingsOf } from '#src/process/setup-settings.ts';
import { createWords } from '#src/words/words.ts';

/** How far the set-up has come, and what is next: what the page says. */
export async function checkSetup(db: Db, config: Config): Promise<Finding[]> {
  const organization = await findOrganization(db);
  const facts = organization ? await readSetupFacts(db, organization.id) : NOTHING;
  const hidden = organization ? await listHiddenSteps(db, organization.id) : [];
  return [judge(facts, config, hidden)];
}

const NOTHING: SetupFacts = {
  name: UNNAMED,
  isSample: false,
  departments: 0,
  people: 0,
  budgets: 0,
  workspaces: 0,
  hasGift: false,
};

/** What is left is no trouble: nobody has to do without Largesse until all is done. */
function judge(facts: SetupFacts, config: Config, hidden: readonly SetupStep[]): Finding {
  const { say } = createWords();
  const { done, of, next } = setupOf(facts, setupSettingsOf(config), hidden);
  const finding = { subject: 'Set-up', level: 'ok' } as const;
  if (!next) return { ...finding, message: say('setup.doctor.done') };
  const message = say('setup.doctor.left', { done, of, step: say(`setup.step.${next.step}`) });
  return { ...finding, message, ...(next.lack && { fix: say(`setup.lack.${next.lack}`) }) };
}
