import { expect, it } from 'vitest';
import { rewardProviders } from '#adapters/registry.ts';
import { describeRewardProvider } from './reward-provider.ts';
import type { RewardStage } from './reward-stage.ts';
import { amazonIncentives } from './stages/amazon-incentives.ts';
import { tremendous } from './stages/tremendous.ts';

const stages: RewardStage[] = [amazonIncentives, tremendous];

it('has a stage for every provider of rewards that is registered', () => {
  const staged = stages.map(({ provider }) => provider);

  expect(staged.toSorted()).toEqual(Object.keys(rewardProviders).toSorted());
});

for (const stage of stages) describeRewardProvider(stage);
