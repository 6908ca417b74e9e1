const HERE = 'https://here.invalid';

/**
 * Where to go on after a sign-in: a path of ours, or undefined. What a browser would take for another site is none: `//host`,
 * `/\host`, a scheme, or a line break before them.
 */
export function localPath(text: string | undefined): string | undefined {
  if (text === undefined || !text.startsWith('/') || text.length > 500 || !URL.canParse(text, HERE))
    return undefined;
  const url = new URL(text, HERE);
  const path = `${url.pathname}${url.search}`;
  // A path may begin with two slashes once dots in it are resolved.
  if (url.origin !== HERE || path.startsWith('//')) return undefined;
  return path;
}
