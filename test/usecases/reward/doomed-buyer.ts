import { createAmazonIncentives } from '#adapters/rewards/amazon-incentives/provider.ts';
import { connect } from '#src/db/kit/connect.ts';
import { newId } from '#src/kit/new-id.ts';
import { buyReward } from '#src/usecases/reward/buy-reward.ts';
import { createRecordingQueue } from '#test/helpers/recording-queue.ts';
import { silentLog as log } from '#test/helpers/silent-log.ts';
import { TEST_KEYS as keys } from '#test/helpers/test-keys.ts';
import { AMAZON } from '#test/servers/rewards/amazon.ts';

/** A worker process that buys one reward, and is killed before it has heard what came of it. */
type Args = { url: string; apiUrl: string; id: string; now: string };

const { url, apiUrl, id, now } = JSON.parse(process.argv[2] ?? '') as Args;
const clock = { now: () => new Date(now) };
const provider = createAmazonIncentives({ ...AMAZON, country: 'US', apiUrl }, { log, clock });
const db = connect({ url, poolSize: 1 }, log);
const rewardProviders = new Map([[provider.name, provider]]);
const rewardEffects = { settled: () => Promise.resolve() };
const queue = createRecordingQueue();
await buyReward({ db, clock, newId, keys, queue, log, rewardProviders, rewardEffects }, id);
