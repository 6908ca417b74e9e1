import { must } from '#src/domain/kit/must.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import type { Site, Visitor } from './open-site.ts';

/** Somebody who is signed in and has given a second factor just now. */
export async function steppedUp(site: Site, userId: string): Promise<Visitor> {
  const phone = await enrol(site.core, await site.person(userId));
  const visitor = await site.signIn(userId);
  await visitor.post('/second-factor/code', { code: phone.shows() });
  return visitor;
}

/** What the fields of the one form that posts to `path` hold, as a browser would send them. */
export function fieldsOf(html: string, path: string): Record<string, string> {
  const at = html.indexOf(`<form method="post" action="${path}"`);
  const form = html.slice(at, html.indexOf('</form>', at));
  const inputs = [...form.matchAll(/<input([^>]*)\/?>/gu)].flatMap(([, attributes = '']) => {
    const { name, value, isOff } = {
      name: attributeOf(attributes, 'name'),
      value: attributeOf(attributes, 'value') ?? '',
      isOff: attributes.includes('type="checkbox"') && !attributes.includes('checked'),
    };
    return name === undefined || isOff ? [] : [[name, value] as const];
  });
  const selects = [...form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>(.*?)<\/select>/gsu)].map(
    ([, name = '', options = '']) => {
      const chosen =
        /<option value="([^"]*)" selected/u.exec(options) ?? /<option value="([^"]*)"/u.exec(options);
      return [name, plain(chosen?.[1] ?? '')] as const;
    },
  );
  return Object.fromEntries([...inputs, ...selects]);
}

function attributeOf(attributes: string, name: string): string | undefined {
  const found = new RegExp(` ${name}="([^"]*)"`, 'u').exec(attributes)?.[1];
  return found === undefined ? undefined : plain(found);
}

function plain(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Opens a form, types into it and looks at what it would do: the page, and what its button would send. */
export async function lookAt(visitor: Visitor, path: string, typed: Record<string, string>) {
  const opened = await visitor.get(path);
  const fields = fieldsOf(opened.text, path);
  const page = await visitor.post(path, { ...fields, ...typed });
  return { opened, page, button: fieldsOf(page.text, path) };
}

/** The same, and presses the button. */
export async function change(visitor: Visitor, path: string, typed: Record<string, string>) {
  const { page, button } = await lookAt(visitor, path, typed);
  must(button['id'], `button on the page after ${path}, which said ${page.text.slice(0, 2_000)}`);
  return visitor.post(path, button);
}
