import { createHash } from 'node:crypto';
import { escapeHtml, timeText } from '../mails/mail-text.js';
import type { MailboxMessage } from './mailbox-message.js';

const style = `
:root { color-scheme: light dark; --ink: #16181b; --soft: #5d656e; --line: #e3e5e8; --page: #fff; --link: #2456d6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2f3f5; --soft: #a9b0b8; --line: #33373d; --page: #15171a; --link: #8fb0ff; }
}
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.25rem; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th, .soft { color: var(--soft); font-weight: 400; }
iframe { width: 100%; height: 75vh; border: 1px solid var(--line); border-radius: .5rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** For the mailbox's own pages: nothing runs, nothing is loaded but the one style and the mail's frame. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** For a mail shown in its frame: its inline styles, and the rights of a stranger. Links open beside the mailbox. */
export const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** The mail as its frame shows it: its links open beside the mailbox, since most pages refuse to be framed. */
export const framedMail = (html: string): string => html.replace('<head>', '<head>\n<base target="_blank">');

/** The list of messages, newest first. */
export function listPage(messages: readonly MailboxMessage[]): string {
  const rows = messages.map(
    ({ id, to, subject, createdAt }) => `<tr>
<td dir="auto">${escapeHtml(to)}</td>
<td dir="auto"><a href="/messages/${encodeURIComponent(id)}">${escapeHtml(subject)}</a></td>
<td class="soft"><time datetime="${createdAt}">${timeText(createdAt)}</time></td>
</tr>`,
  );
  const table = `<table>
<thead><tr><th scope="col">To</th><th scope="col">Subject</th><th scope="col">Written</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
  const nothing =
    '<p class="soft">Nothing was written yet. A receipt comes with the first settled invoice.</p>';
  return page(
    'Mailbox',
    `<h1>Mailbox</h1>
<p class="soft">No mail server is configured: what would be sent is kept here. Set SMTP_URL to send it.</p>
${messages.length === 0 ? nothing : table}`,
  );
}

/** One message: as its reader would see it, and as text. */
export function messagePage({ id, to, subject, text, createdAt }: MailboxMessage): string {
  return page(
    subject,
    `<p><a href="/">Mailbox</a></p>
<h1 dir="auto">${escapeHtml(subject)}</h1>
<p class="soft">To <span dir="auto">${escapeHtml(to)}</span>, ${timeText(createdAt)}</p>
<iframe title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${encodeURIComponent(id)}/body"></iframe>
<details><summary>As text</summary><pre dir="auto">${escapeHtml(text)}</pre></details>`,
  );
}

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
