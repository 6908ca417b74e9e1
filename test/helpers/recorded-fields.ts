import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API, type Checker, type Program, type Type, TypeFlags } from 'typescript/unstable/sync';
import type { Node, ObjectLiteralExpression, SourceFile } from 'typescript/unstable/ast';
import {
  isIdentifier,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isVariableDeclaration,
} from 'typescript/unstable/ast/is';
import { ACTIVITY_KINDS } from '#src/domain/ledger/activity-kinds.ts';
import { listSources, ROOT } from './read-imports.ts';

/** A field that some place in the code writes to the record. `path`: from the detail on, with a dot for each step down. */
export type RecordedField = { file: string; path: string };

/** Where a detail has fields that its type does not name: it takes them from whoever calls, who is walked as well. */
export type OpenDetail = { file: string; path: string };

/** Every field that an activity’s detail can have, as the types of the code say, and where they leave some open. */
export function readRecordedFields(): { fields: RecordedField[]; open: OpenDetail[] } {
  const api = new API({ cwd: ROOT });
  try {
    const config = join(ROOT, 'tsconfig.json');
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (!project) throw new Error('tsconfig.json could not be opened');
    const found = writersOf().flatMap((file) => detailsIn(project.program, project.checker, file));
    return {
      fields: found.filter(({ path }) => !path.endsWith('*')),
      open: found.filter(({ path }) => path.endsWith('*')),
    };
  } finally {
    api.close();
  }
}

/** A file that says neither word writes nothing to the record, and asking the compiler costs more than looking. */
function writersOf(): string[] {
  return ['src/usecases', 'src/db', 'src/process', 'jobs']
    .flatMap(listSources)
    .filter((file) => /\bdetail\b/u.test(readFileSync(join(ROOT, file), 'utf8')));
}

function detailsIn(program: Program, checker: Checker, file: string): RecordedField[] {
  const source = program.getSourceFile(join(ROOT, file));
  if (!source) throw new Error(`${file} is no part of the program`);
  return listNodes(source)
    .filter(isObjectLiteralExpression)
    .filter((literal) => isRecorded(checker, literal))
    .flatMap((literal) => detailOf(checker, literal) ?? [])
    .flatMap((detail) => [...new Set(pathsOf(checker, detail))])
    .map((path) => ({ file, path }));
}

function listNodes(source: SourceFile): Node[] {
  const nodes: Node[] = [];
  function visit(node: Node): undefined {
    nodes.push(node);
    node.forEachChild(visit);
  }
  visit(source);
  return nodes;
}

/** An activity has a kind of its own, or an instant; news have a reader, and are put together under the name `told`. */
function isRecorded(checker: Checker, literal: ObjectLiteralExpression): boolean {
  const type = checker.getTypeAtLocation(literal);
  if (!type || checker.getPropertyOfType(type, 'personId')) return false;
  const { parent } = literal;
  if (isVariableDeclaration(parent) && isIdentifier(parent.name) && parent.name.text === 'told') return false;
  if (checker.getPropertyOfType(type, 'at')) return true;
  const kind = checker.getPropertyOfType(type, 'kind');
  const kinds = kind && checker.getTypeOfSymbol(kind);
  return kinds !== undefined && literalsOf(checker, kinds).some((one) => KINDS.has(one));
}

const KINDS = new Set<string>(ACTIVITY_KINDS);

function literalsOf(checker: Checker, type: Type): string[] {
  if (type.isUnionType()) return type.getTypes().flatMap((one) => literalsOf(checker, one));
  if (type.isTypeParameter()) {
    const bound = checker.getBaseConstraintOfType(type);
    return bound ? literalsOf(checker, bound) : [];
  }
  return type.isStringLiteralType() ? [type.value] : [];
}

function detailOf(checker: Checker, literal: ObjectLiteralExpression): Type | undefined {
  for (const property of literal.properties) {
    const isKept = isPropertyAssignment(property) || isShorthandPropertyAssignment(property);
    if (!isKept || !isIdentifier(property.name) || property.name.text !== 'detail') continue;
    if (isPropertyAssignment(property)) return checker.getTypeAtLocation(property.initializer);
    const symbol = checker.getShorthandAssignmentValueSymbol(property);
    return symbol && checker.getTypeOfSymbol(symbol);
  }
  return undefined;
}

/** `*`: fields that the type does not name. */
function pathsOf(checker: Checker, type: Type, prefix = ''): string[] {
  const { flags } = type;
  if (type.isUnionType() || type.isIntersectionType())
    return type.getTypes().flatMap((one) => pathsOf(checker, one, prefix));
  if (flags & TypeFlags.TypeParameter) {
    const bound = checker.getBaseConstraintOfType(type);
    return bound ? pathsOf(checker, bound, prefix) : [`${prefix}*`];
  }
  if (flags & (TypeFlags.AnyOrUnknown | TypeFlags.NonPrimitive)) return [`${prefix}*`];
  if (!(flags & TypeFlags.Object) || checker.isArrayLikeType(type)) return [];
  const open = checker.getIndexInfosOfType(type).length > 0 ? [`${prefix}*`] : [];
  const named = checker.getPropertiesOfType(type).flatMap((property) => {
    const inner = checker.getTypeOfSymbol(property);
    const path = `${prefix}${property.name}`;
    return [path, ...(inner ? pathsOf(checker, inner, `${path}.`) : [])];
  });
  return [...open, ...named];
}
