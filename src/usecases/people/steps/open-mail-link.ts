import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { findMailLink, type MailLinkTable } from '#src/db/people/mail-link.ts';
import { getPerson } from '#src/db/people/person.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** A link's owner, and what it is about. */
export type OpenedMailLink = { person: Person; subjectId: string };

/** Undefined when there is no such link, Largesse did not make it, or its owner has left. */
export async function openMailLink(
  { db, keys, log }: Pick<Deps, 'db' | 'keys' | 'log'>,
  table: MailLinkTable,
  token: string,
): Promise<OpenedMailLink | undefined> {
  const link = await findMailLink(db, table, token);
  if (!link) return undefined;
  const { organizationId, subjectId, personId, key } = link;
  if (!(await isOnRecord(db, keys, { organizationId, name: table, key }))) {
    log.error(
      { organizationId, subjectId, personId, table },
      'A link from a mail was refused: it was made past Largesse; see: largesse audit verify',
    );
    return undefined;
  }
  const person = await getPerson(db, organizationId, personId);
  return person.isDeactivated ? undefined : { person, subjectId };
}
