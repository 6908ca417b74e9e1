import { Refused } from '#src/cli/kit/context.ts';
import { explainFault } from '#src/cli/kit/explain-fault.ts';

/** Does what the owner's address is for. The words for what is wrong with a database name the setting of most commands. */
export async function asOwner<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const words = explainFault(cause).replaceAll(/(?<!MIGRATION_)DATABASE_URL/gu, 'MIGRATION_DATABASE_URL');
    throw new Refused(words, { cause });
  }
}
