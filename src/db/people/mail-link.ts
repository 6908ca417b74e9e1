import { sql } from 'kysely';
import { keyOfBytes } from '#src/db/kit/key-of-bytes.ts';
import { hashOfToken, randomToken } from '#src/db/kit/random-token.ts';
import type { Reader, Tx } from '#src/db/kit/schema.ts';

/** The tables of links in mails, and the column that says what each is about: an approval to decide, a gift to claim. */
const SUBJECTS = { approval_link: 'approval_id', claim_link: 'gift_id' } as const;

export type MailLinkTable = keyof typeof SUBJECTS;

const TABLES = Object.keys(SUBJECTS) as MailLinkTable[];

/** Who may use the link, and for what. */
export type MailLink = { organizationId: string; subjectId: string; personId: string };

/** Creates a link's token, 43 characters: whoever has it reads its owner's mail, and acts as they do. Only its hash is stored. */
export async function insertMailLink(
  tx: Tx,
  table: MailLinkTable,
  { organizationId, subjectId, personId }: MailLink,
): Promise<string> {
  const token = randomToken();
  await sql`
    insert into ${sql.table(table)} (organization_id, token_hash, ${sql.ref(SUBJECTS[table])}, person_id, created_at)
    values (${organizationId}, ${hashOfToken(token)}, ${subjectId}, ${personId}, ${tx.now})`.execute(tx);
  return token;
}

/** `key`: what the record calls the link. */
export async function findMailLink(
  db: Reader,
  table: MailLinkTable,
  token: string,
): Promise<(MailLink & { key: string }) | undefined> {
  const hash = hashOfToken(token);
  const { rows } = await sql<MailLink>`
    select organization_id as "organizationId", ${sql.ref(SUBJECTS[table])} as "subjectId", person_id as "personId"
      from ${sql.table(table)} where token_hash = ${hash}`.execute(db);
  const [link] = rows;
  return link && { ...link, key: keyOfBytes(hash) };
}

/** Removes every link that people have: they left, or their address is another one. */
export async function deleteMailLinks(
  tx: Tx,
  organizationId: string,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  for (const table of TABLES) {
    await sql`
      delete from ${sql.table(table)}
       where organization_id = ${organizationId} and person_id = any (${[...personIds]}::uuid[])`.execute(tx);
  }
}
