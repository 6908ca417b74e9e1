import { listKeys } from '#src/usecases/keys/list-keys.ts';
import { promoteKey } from '#src/usecases/keys/promote-key.ts';
import { resealCodes } from '#src/usecases/keys/reseal-codes.ts';
import { resealFactors } from '#src/usecases/keys/reseal-factors.ts';
import { resealRequests } from '#src/usecases/keys/reseal-requests.ts';
import { resealSeals } from '#src/usecases/keys/reseal-seals.ts';
import { resealStock } from '#src/usecases/keys/reseal-stock.ts';
import { resealWebhookSecrets } from '#src/usecases/keys/reseal-webhook-secrets.ts';
import { retireKey } from '#src/usecases/keys/retire-key.ts';
import { from } from './from.ts';

export const keysUseCases = {
  promote: promoteKey,
  resealCodes,
  resealFactors,
  resealRequests,
  resealSeals,
  resealWebhookSecrets,
  resealStock,
  retire: retireKey,
};

export const keysQueries = { list: from('ledger', listKeys) };

export type { ListedKeys } from '#src/usecases/keys/list-keys.ts';
