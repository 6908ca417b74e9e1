import type { SignedIn } from '#src/app.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { ItemPicture } from '../store/page.tsx';
import { type ItemNames, itemFacts } from './item-facts.ts';

type Shown = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  path: string;
  typed: Readonly<Record<string, string>>;
  /** What it is; undefined for a new one. */
  before: ItemFields | undefined;
  after: ItemFields;
  names: ItemNames;
};

/** Lists that a form sends as several fields of one name. */
const LISTS = ['departments', 'roles'];

/** What an item is and what it will be, with the one button that makes it so. */
export function PreviewPage({ words, organization, reader, path, typed, before, after, names }: Shown) {
  const { say } = words;
  const facts = itemFacts(words, after, names);
  const earlier = before ? itemFacts(words, before, names) : [];
  const rows = facts
    .map((fact, at) => ({ ...fact, was: earlier[at]?.value ?? '' }))
    .filter(({ value, was }) => (before ? value !== was : value !== say('web.catalogue.none')));
  const button = before
    ? say('web.catalogue.save', { name: before.name })
    : say('web.catalogue.saveNew', { name: after.name });
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/catalogue"
      title={rows.length === 0 ? say('web.catalogue.nothing') : button}
    >
      {after.picture !== before?.picture && after.picture !== null && <ItemPicture item={after} />}
      {rows.length > 0 && (
        <DataTable
          caption={button}
          rows={rows}
          columns={[
            { label: say('web.catalogue.what'), cell: ({ label }) => label, isMain: true },
            ...(before ? [{ label: say('web.catalogue.was'), cell: ({ was }: { was: string }) => was }] : []),
            { label: say('web.catalogue.willBe'), cell: ({ value }) => value },
          ]}
        />
      )}
      <form method="post" action={path} class="acts">
        {Object.entries({ ...typed, picture: after.picture ?? '', step: 'save' }).flatMap(([name, value]) =>
          valuesOf(name, value).map((one) => <input type="hidden" name={name} value={one} />),
        )}
        {rows.length > 0 && <button class="button primary">{button}</button>}
        <a class="button" href={path}>
          {say('web.catalogue.again')}
        </a>
      </form>
    </SitePage>
  );
}

function valuesOf(name: string, value: string): string[] {
  return LISTS.includes(name) ? value.split('\n').filter(Boolean) : [value];
}
