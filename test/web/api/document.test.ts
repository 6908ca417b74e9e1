import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import openapiTypes from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '#test/helpers/database.ts';
import { ROOT } from '#test/helpers/read-imports.ts';
import { API_ROUTES } from './api-access.ts';
import { type ApiDocument, openApi } from './open-api.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let document: ApiDocument;
beforeAll(async () => {
  ({ document } = await openApi(database.db));
});

/** What a program of somebody else may look like. */
const CLIENT = `
import type { operations, paths } from './api.js';

type Give = operations['createRecognition'];
type Body = Give['requestBody']['content']['application/json'];
type Given = Give['responses'][202]['content']['application/json'];

const body: Body = { recipients: [{ email: 'alice@example.com' }], amountMinor: 2500, currency: 'USD' };
// @ts-expect-error An amount is a number of the smallest units.
const wrong: Body = { ...body, amountMinor: '25' };
// @ts-expect-error There is no such route.
type Missing = paths['/v1/giftz'];

export async function give(address: string, token: string): Promise<string[]> {
  const headers = { authorization: \`Bearer \${token}\`, 'idempotency-key': 'one', 'content-type': 'application/json' };
  const response = await fetch(\`\${address}/v1/recognitions\`, { method: 'POST', headers, body: JSON.stringify(body) });
  const given = (await response.json()) as Given;
  return given.gifts.map(({ amount }) => \`\${amount.amountMinor} \${amount.currency} \${wrong.amountMinor}\`);
}
export type Page = paths['/v1/gifts']['get']['responses'][200]['content']['application/json']['items'][number]['status'];
export type Never = Missing;
`;

const TSCONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2024', 'dom'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
  },
  include: ['*.ts'],
};

describe('the document of the API', () => {
  it('is valid OpenAPI 3.1, by the word of others', async () => {
    const result = await new Validator().validate(structuredClone(document) as never);

    expect(result).toMatchObject({ valid: true });
  });

  it('has every route, and nothing else', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(
        (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/gu, ':$1')}`,
      ),
    );

    expect(described.toSorted()).toEqual(Object.keys(API_ROUTES).toSorted());
  });

  it('takes no key that it does not name', () => {
    const texts = JSON.stringify(document).match(/"type":"object","properties"/gu) ?? [];
    const closed = JSON.stringify(document).match(/"additionalProperties":false/gu) ?? [];

    expect(texts.length).toBeGreaterThan(30);
    expect(closed).toHaveLength(texts.length);
  });

  it('types a client, which compiles', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'largesse-client-'));
    try {
      await writeFile(join(folder, 'api.ts'), await openapiTypes(document as never));
      await writeFile(join(folder, 'client.ts'), CLIENT);
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
      await writeFile(join(folder, 'package.json'), '{"type":"module"}');
      await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));

      const compiled = await promisify(execFile)('node_modules/.bin/tsc', ['-p', '.'], { cwd: folder }).catch(
        (error: { stdout: string }) => error,
      );

      expect(compiled.stdout).toBe('');
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});
