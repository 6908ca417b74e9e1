import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Config } from '#src/config.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { whoAnswers } from './who-answers.ts';
import { codeOf } from '#src/kit/errors.ts';

const USUAL_PORT = 3000;

/** Whether the web server can listen where it is asked to. */
export async function checkPort({ web: { host, port } }: Config): Promise<Finding[]> {
  const subject = 'Web';
  const where = `port ${port ?? USUAL_PORT} on ${host}`;
  const code = await tryToListen(host, port ?? USUAL_PORT);
  if (code === undefined) return [{ subject, level: 'ok', message: `${where} is free` }];
  if (code === 'EADDRINUSE') return [await judgeTaken({ host, port }, { subject, where })];
  return [
    { subject, level: 'problem', message: `cannot listen on ${where}: ${code}`, fix: FIXES[code] ?? CHOOSE },
  ];
}

const CHOOSE = 'Set HOST and PORT to where this machine may listen';
const FIXES: Record<string, string> = {
  EACCES: 'Set PORT to one above 1023, and let a proxy stand in front of it',
  EADDRNOTAVAIL: 'Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0',
  ENOTFOUND: 'Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0',
};

/** The code of what is in the way; undefined when nothing is. */
async function tryToListen(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined) return code;
    throw error;
  } finally {
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
  }
}

async function judgeTaken(
  { host, port }: { host: string; port: number | undefined },
  { subject, where }: { subject: string; where: string },
): Promise<Finding> {
  const name = host.includes(':') ? `[${host}]` : host;
  if ((await whoAnswers(`http://${name}:${port ?? USUAL_PORT}`)) === 'largesse') {
    return { subject, level: 'ok', message: `Largesse answers at ${where}` };
  }
  if (port === undefined) {
    return { subject, level: 'ok', message: `${where} is taken: Largesse will choose a free one` };
  }
  const message = `${where} is taken by another program`;
  return { subject, level: 'problem', message, fix: 'Set PORT to a free one, or stop that program' };
}
