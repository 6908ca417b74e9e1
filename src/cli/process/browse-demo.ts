/** A browser as far as the demo needs one: it keeps its cookies and sends forms. */
export type Browser = {
  get(path: string): Promise<Answer>;
  post(path: string, fields: Record<string, string>): Promise<Answer>;
};

type Answer = { status: number; text: string; location: string | null };

/** Opens pages at an address. Redirects are not followed: the demo looks at each step. */
export function createBrowser(url: string): Browser {
  const cookies = new Map<string, string>();
  async function send(path: string, init: RequestInit = {}): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, url), {
      ...init,
      redirect: 'manual',
      headers: { origin: new URL(url).origin, ...(cookie && { cookie }) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      cookies.set(name, value);
    }
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get('location'),
    };
  }
  return {
    get: (path) => send(path),
    post: (path, fields) => send(path, { method: 'POST', body: new URLSearchParams(fields) }),
  };
}

/** The page's one sentence. */
export function headingOf({ text }: Answer): string {
  return (/<h1>([^<]*)<\/h1>/u.exec(text)?.[1] ?? '').trim();
}
