import { must } from '#src/domain/kit/must.ts';
import { type CompanyOptions, personRow } from './company.ts';
import { makeCompanyWithApprovers } from './company-with-approvers.ts';
import type { TestCore } from './make-core.ts';

/** A company with approvers and an admin, Zoe, in which gifts are given one by one. */
export async function makeWalletCompany(core: TestCore, options: CompanyOptions = {}) {
  const company = await makeCompanyWithApprovers(core, options);
  await core.app.people.import(company.organization, [personRow('Zoe Admin', 'People', 'admin')]);
  return { ...company, gift };

  /** A gift from Morgan that its recipient has not redeemed. */
  async function gift(to: string, amount: string): Promise<string> {
    const { gifts } = await company.give('morgan', to, amount, { message: 'for the launch' });
    return must(gifts[0], 'gift').giftId;
  }
}

export type WalletCompany = Awaited<ReturnType<typeof makeWalletCompany>>;
