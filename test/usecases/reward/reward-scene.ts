import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import { createTremendous } from '#adapters/rewards/tremendous/provider.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { newId } from '#src/kit/new-id.ts';
import type { RewardProvider } from '#src/ports/rewards.ts';
import type { RewardEffects, SettledReward } from '#src/usecases/kit/reward-effects.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { buyReward } from '#src/usecases/reward/buy-reward.ts';
import { insertRewardOrder } from '#src/usecases/reward/steps/insert-reward-order.ts';
import { endSilence } from '#test/contracts/stages/end-silence.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { AMAZON, startAmazonServer } from '#test/servers/rewards/amazon.ts';
import { startTremendousServer, TREMENDOUS } from '#test/servers/rewards/tremendous.ts';

/** A company that buys from both shops, which are the test's own. */
export async function openRewardScene(db: Db, deps: Partial<Deps> = {}) {
  const rewardProviders = new Map<string, RewardProvider>();
  const core = makeCore(db, { rewardProviders, ...deps });
  const { clock, log } = core;
  const [amazon, tremendous] = await Promise.all([
    startAmazonServer({ clock }),
    startTremendousServer({ clock }),
  ]);
  for (const provider of [
    createAmazonIncentives(
      { ...AMAZON, country: 'US', apiUrl: amazon.url },
      { clock, log, timeLimit: endSilence(amazon) },
    ),
    createTremendous(
      { ...TREMENDOUS, fundingSourceId: 'balance', apiUrl: `${tremendous.url}/api/v2` },
      { clock, log, timeLimit: endSilence(tremendous) },
    ),
  ])
    rewardProviders.set(provider.name, provider);
  const company = await makeCompanyWithApprovers(core);
  const organizationId = company.organization.id;
  const settled: SettledReward[] = [];
  const rewardEffects: RewardEffects = {
    async settled(_deps, _tx, reward) {
      settled.push(reward);
    },
  };

  async function order(
    options: { provider?: 'amazon-incentives' | 'tremendous'; id?: string; amountMinor?: bigint } = {},
  ): Promise<string> {
    const { provider = 'amazon-incentives', id = newId(), amountMinor = 2_500n } = options;
    const isAmazon = provider === 'amazon-incentives';
    const face = { amountMinor, currency: isAmazon ? 'USD' : 'EUR' };
    const { id: personId } = await company.person('alice');
    const product = isAmazon ? 'US' : 'VISAEU0000';
    await transact(core, (tx) =>
      insertRewardOrder(tx, { organizationId, id, personId, provider, product, face }),
    );
    return id;
  }

  async function activities(id: string) {
    const rows = await db
      .selectFrom('activity')
      .select(['kind', 'detail', 'actor_id'])
      .where('organization_id', '=', organizationId)
      .where('kind', 'in', ['reward.bought', 'reward.rejected', 'reward.revealed'])
      .orderBy('number')
      .execute();
    return rows.filter(({ detail }) => (detail as { rewardId?: string }).rewardId === id);
  }

  async function close(): Promise<void> {
    await Promise.all([amazon.stop(), tremendous.stop()]);
  }

  return {
    core,
    company,
    organizationId,
    amazon,
    tremendous,
    rewardProviders,
    /** What whoever ordered heard, each in the transaction that settled it. */
    settled,
    order,
    activities,
    close,
    buy: (id: string) => buyReward({ ...core, rewardEffects }, id),
    read: (id: string) =>
      db.selectFrom('reward_order').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  };
}
