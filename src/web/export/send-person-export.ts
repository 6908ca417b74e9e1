import type { Context } from 'hono';
import type { PersonExport } from '#src/app.ts';

/** Everything that is stored about a person, as a file. */
export function sendPersonExport(c: Context, found: PersonExport): Response {
  return c.body(`${JSON.stringify(found, null, 2)}\n`, 200, {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="largesse-person-${found.person.id}.json"`,
    'cache-control': 'no-store',
  });
}
