import type { SignedIn } from '#src/app.ts';
import type { ChosenNews } from '#src/domain/message/chosen-news.ts';
import { READERS } from '#src/domain/report/month-report.ts';
import { WEEK_READERS } from '#src/domain/report/week-report.ts';
import type { Words } from '#src/words/words.ts';
import { SitePage } from '../../frame/site-page.tsx';

type NewsProps = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  unwanted: readonly ChosenNews[];
  isSaved: boolean;
};

/** What somebody is told beside what is about them, and where. */
export function NewsPage({ words, organization, reader, unwanted, isSaved }: NewsProps) {
  const { say } = words;
  const { prefers, role } = reader.person;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      title={say('web.news.title')}
      path="/news"
    >
      {isSaved && (
        <p class="said" role="status">
          {say('web.news.saved')}
        </p>
      )}
      <p class="lead">{say('web.news.own')}</p>
      <form method="post" action="/news">
        {READERS.includes(role) && (
          <p class="field">
            <label class="choice whole">
              <input type="checkbox" name="month" value="yes" checked={!unwanted.includes('report.month')} />
              {say('web.news.month')}
            </label>
          </p>
        )}
        {WEEK_READERS.includes(role) && (
          <p class="field">
            <label class="choice whole">
              <input type="checkbox" name="week" value="yes" checked={!unwanted.includes('report.week')} />
              {say('web.news.week')}
            </label>
          </p>
        )}
        <fieldset class="field">
          <legend>{say('web.news.where')}</legend>
          {(['chat', 'email'] as const).map((place) => (
            <label class="choice">
              <input type="radio" name="prefers" value={place} checked={prefers === place} />
              {say(`web.news.${place}`)}
            </label>
          ))}
        </fieldset>
        <p class="acts">
          <button class="button primary">{say('web.news.save')}</button>
        </p>
      </form>
    </SitePage>
  );
}
