import { FILE_FORMATS } from '#src/domain/kit/file-format.ts';
import type { SpendMailing } from '#src/domain/report/spend-mailing.ts';
import type { SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import type { Words } from '#src/words/words.ts';

type MonthlyProps = {
  words: Words;
  by: SpendDimension;
  /** What the reader gets now. */
  mailing: SpendMailing | undefined;
  email: string;
};

/** Lets the reader have each month by mail, as what they look at, or stops it. */
export function MonthlyForm({ words: { say }, by, mailing, email }: MonthlyProps) {
  return (
    <form method="post" action="/spend/monthly" id="monthly">
      <h2>{say('web.spend.monthly.title')}</h2>
      <p>
        {mailing
          ? say('web.spend.monthly.now', {
              by: say(`web.spend.by.${mailing.by}`),
              format: say(`web.spend.monthly.${mailing.format}`),
              email,
            })
          : say('web.spend.monthly.lead', { email })}
      </p>
      <input type="hidden" name="by" value={by} />
      <fieldset class="field">
        <legend>{say('web.spend.monthly.format', { by: say(`web.spend.by.${by}`) })}</legend>
        {FILE_FORMATS.map((format) => (
          <label class="choice">
            <input
              type="radio"
              name="format"
              value={format}
              checked={format === (mailing?.format ?? 'xlsx')}
            />
            {say(`web.spend.monthly.${format}`)}
          </label>
        ))}
      </fieldset>
      <p class="acts">
        <button class="button" name="wanted" value="yes">
          {say(mailing ? 'web.spend.monthly.change' : 'web.spend.monthly.begin')}
        </button>
        {mailing && (
          <button class="button" name="wanted" value="no">
            {say('web.spend.monthly.stop')}
          </button>
        )}
      </p>
    </form>
  );
}
