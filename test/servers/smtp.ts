import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** What the server does to the mails to come; `accept` until ordered otherwise. */
export type SmtpOrder =
  | 'accept'
  | 'refuse-connection'
  | 'refuse-login'
  | 'defer-login'
  | 'refuse-sender'
  | 'defer-recipient'
  | 'refuse-recipient'
  | 'defer-mail'
  | 'refuse-mail'
  /** Breaks the connection at the sender's address, before any of the mail. */
  | 'drop-before-mail'
  /** Takes and keeps the mail, then breaks the connection instead of saying so. */
  | 'drop-after-mail'
  /** Answers a mail only after two seconds. */
  | 'slow';

type KeptMail = ParsedMail & { raw: string; envelope: { from: string; to: string[] } };

export type SmtpServer = {
  /** With the login, if one is asked for. */
  url: string;
  port: number;
  mails: KeptMail[];
  obey(order: SmtpOrder): void;
  /** Breaks the connections that are open, as servers do with idle ones. */
  dropConnections(): void;
  stop(): Promise<void>;
};

export type SmtpServerOptions = {
  login?: { user: string; password: string };
  /** TLS from the start, with a certificate that nobody trusts. */
  isSecure?: boolean;
};

/** A real SMTP server on 127.0.0.1 that keeps what it is sent and fails on order. */
export async function startSmtpServer({
  login,
  isSecure = false,
}: SmtpServerOptions = {}): Promise<SmtpServer> {
  let order: SmtpOrder = 'accept';
  const mails: KeptMail[] = [];

  const server = new SMTPServer({
    logger: false,
    secure: isSecure,
    hideSTARTTLS: true,
    authOptional: !login,
    allowInsecureAuth: true,
    disabledCommands: login ? [] : ['AUTH'],
    closeTimeout: 200,
    onConnect: (_session, done) => done(order === 'refuse-connection' ? reply(421, 'Come back later') : null),
    onAuth({ username, password }, _session, done) {
      if (order === 'defer-login') return done(reply(454, '4.7.0 Temporary authentication failure'));
      const isRight = order !== 'refuse-login' && username === login?.user && password === login?.password;
      return isRight ? done(null, { user: username }) : done(reply(535, '5.7.8 Bad credentials'));
    },
    onMailFrom(_address, session, done) {
      if (order === 'drop-before-mail') return drop(session);
      return done(order === 'refuse-sender' ? reply(550, '5.7.1 Sender not allowed') : null);
    },
    onRcptTo(_address, _session, done) {
      if (order === 'defer-recipient') return done(reply(451, '4.7.1 Greylisted'));
      return done(order === 'refuse-recipient' ? reply(550, '5.1.1 User unknown') : null);
    },
    async onData(stream, session, done) {
      const raw = await buffer(stream);
      if (order === 'defer-mail') return done(reply(452, '4.3.1 Out of storage'));
      if (order === 'refuse-mail') return done(reply(554, '5.7.1 Looks like spam'));
      if (order === 'slow') await delay(2_000);
      mails.push(await keptMail(raw, session));
      return order === 'drop-after-mail' ? drop(session) : done();
    },
  });
  server.on('error', () => undefined);

  function drop(session: SMTPServerSession): void {
    for (const connection of server.connections) {
      if (connection.id === session.id) connection._socket.destroy();
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const userinfo = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : '';

  return {
    url: `${isSecure ? 'smtps' : 'smtp'}://${userinfo}127.0.0.1:${port}`,
    port,
    mails,
    obey(newOrder) {
      order = newOrder;
    },
    dropConnections() {
      for (const connection of server.connections) connection._socket.destroy();
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function keptMail(raw: Buffer, { envelope }: SMTPServerSession): Promise<KeptMail> {
  const from = envelope.mailFrom ? envelope.mailFrom.address : '';
  const to = envelope.rcptTo.map(({ address }) => address);
  return { ...(await simpleParser(raw)), raw: raw.toString(), envelope: { from, to } };
}

function reply(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
