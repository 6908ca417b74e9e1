/** `npm run migration -- NAME`: makes the next migration and prints its path. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BadMigrationName, makeMigration } from './make-migration.ts';

const FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));

try {
  const [name = '', ...others] = process.argv.slice(2);
  if (others.length > 0)
    throw new BadMigrationName('A migration has one name, with dashes: npm run migration -- what-it-does');
  process.stdout.write(`${relative(process.cwd(), makeMigration(FOLDER, name))}\n`);
} catch (error) {
  if (!(error instanceof BadMigrationName)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
