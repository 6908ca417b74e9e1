/** `url` as in `SMTP_URL` (smtp:// or smtps://), `from` as in `MAIL_FROM`: an address, or `Name <address>`. */
export type SmtpMailerConfig = { url: string; from: string };
