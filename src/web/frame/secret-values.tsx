import type { RewardValue } from '#src/domain/reward/reward-value.ts';
import type { Words } from '#src/words/words.ts';

/** What something bought gives its owner: each value with what it is called. A page with it is kept by no browser or proxy. */
export function SecretValues({ words: { say }, values }: { words: Words; values: readonly RewardValue[] }) {
  return (
    <dl class="secrets">
      {values.map(({ kind, label, secret }) => {
        const text = secret.reveal();
        return (
          <div>
            <dt>{label ?? say(`web.secret.${kind}`)}</dt>
            <dd>
              {kind === 'link' && text.startsWith('https://') ? (
                <a href={text} rel="noreferrer noopener" target="_blank">
                  {say('web.secret.open')}
                </a>
              ) : (
                <code class="gift-code">{text}</code>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
