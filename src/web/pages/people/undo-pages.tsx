import type { PlannedUndo } from '#src/app.ts';
import { SitePage } from '../../frame/site-page.tsx';
import type { ShownPeople } from './page.tsx';
import { Changes } from './people-file-page.tsx';

/** What putting an import back does, and what stays because it was changed since, with the one button that does it. */
export function UndoImportPage({
  planned,
  isChanged,
  ...shown
}: ShownPeople & { planned: PlannedUndo; isChanged: boolean }) {
  const { words, organization } = shown;
  const { say } = words;
  const { changes, staying, people, held, sight, import: imported } = planned;
  const count = people.length;
  return (
    <SitePage
      {...shown}
      path="/people"
      title={say('web.undoImport.title', { count })}
      tab={say('web.people.import')}
    >
      {isChanged && (
        <p class="summary" role="alert">
          {say('web.peopleFile.changed')}
        </p>
      )}
      <p class="lead">
        {say('web.undoImport.lead', { at: words.dateAndTime(imported.at, organization.timeZone) })}
      </p>
      {imported.source === 'clock' && <p>{say('people.undo.clock')}</p>}
      <Changes words={words} title={say('web.undoImport.back')} changes={changes} />
      {held.length > 0 && (
        <section aria-labelledby="held">
          <h2 id="held">{say('web.undoImport.held')}</h2>
          <ul class="points">
            {held.map((name) => (
              <li>{say('web.undoImport.heldOne', { name })}</li>
            ))}
          </ul>
        </section>
      )}
      {staying.length > 0 && (
        <section aria-labelledby="stays">
          <h2 id="stays">{say('web.undoImport.stays')}</h2>
          <ul class="points">
            {staying.map(({ name, why }) => (
              <li>{say(`people.undo.stays.${why}`, { name })}</li>
            ))}
          </ul>
        </section>
      )}
      <form method="post" action={`/people/import/undo/${imported.id}`} class="acts">
        <input type="hidden" name="seen" value={sight} />
        <button class="button danger">{say('web.undoImport.now')}</button>
        <a class="button" href="/people/import">
          {say('web.people.cancel')}
        </a>
      </form>
    </SitePage>
  );
}
