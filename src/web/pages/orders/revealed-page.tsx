import type { FoundOrder, SignedIn } from '#src/app.ts';
import type { RewardValue } from '#src/domain/reward/reward-value.ts';
import type { Words } from '#src/words/words.ts';
import { SecretValues } from '../../frame/secret-values.tsx';
import { SitePage } from '../../frame/site-page.tsx';

type Shown = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  order: FoundOrder;
  values: readonly RewardValue[];
};

/** What was bought, to whoever bought it. That it was shown is on record. */
export function RevealedPage({ words, organization, reader, order, values }: Shown) {
  const { say } = words;
  return (
    <SitePage words={words} organization={organization} reader={reader} path="/orders" title={order.itemName}>
      <div class="panel">
        <SecretValues words={words} values={values} />
      </div>
      <p>{say('web.wallet.revealText')}</p>
      <p class="acts">
        <a class="button" href={`/orders/${order.id}`}>
          {say('web.order.backToOrder')}
        </a>
      </p>
    </SitePage>
  );
}
