import { findRights, type RoleRights } from '#src/db/kit/find-rights.ts';
import type { Db } from '#src/db/kit/schema.ts';
import type { Finding } from '#src/ports/doctor.ts';

const SUBJECT = 'Rights';
const SHOWN = 5;

/** What the role that Largesse works as may do in the database. `role`: the session's own when it is left out. */
export async function checkRights(db: Db, role?: string): Promise<Finding[]> {
  return judge(await findRights(db, role));
}

function judge({ role, owner, isOwner, isSuperuser, missing, extra }: RoleRights): Finding[] {
  if (isOwner) {
    const what = isSuperuser
      ? 'a superuser'
      : role === owner
        ? 'which owns its tables'
        : `a member of ${owner}`;
    const message = `Largesse works as ${role}, ${what}: whoever comes by its password can switch off what the database checks, and change what is settled; only the signed record tells of it`;
    const fix = 'Let it work as a role that owns nothing: see “Two database roles” in the README';
    return [{ subject: SUBJECT, level: 'warning', message, fix }];
  }
  const findings: Finding[] = [];
  if (missing.length > 0) {
    const message = `${role} lacks ${shorten(missing)}`;
    const fix = 'Run: largesse migrate, with the owner in MIGRATION_DATABASE_URL';
    findings.push({ subject: SUBJECT, level: 'problem', message, fix });
  }
  if (extra.length > 0) {
    const message = `${role} has more rights than Largesse needs: ${shorten(extra)}`;
    findings.push({ subject: SUBJECT, level: 'warning', message, fix: fixOf(extra) });
  }
  if (findings.length > 0) return findings;
  const message = `Largesse works as ${role}, with the rights it needs and no more; ${owner} owns the tables`;
  return [{ subject: SUBJECT, level: 'ok', message }];
}

function shorten(rights: readonly string[]): string {
  const more = rights.length - SHOWN;
  return rights.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** What belongs to the database, its owner alone can take away. */
function fixOf(extra: readonly string[]): string {
  if (!extra.some((right) => right.endsWith('the database') || right.endsWith('schema public')))
    return 'Run: largesse migrate, with the owner in MIGRATION_DATABASE_URL';
  return 'As the owner of the database, run: revoke temporary, create on database NAME from public; revoke create on schema public from public';
}
