import type { Fact, Letter } from './letter.js';
import { escapeHtml } from './mail-text.js';

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/**
 * Mail clients that turn colours for dark mode do it to light backgrounds with dark text, which is what stands inline; those
 * that know the query take ours. Everything is readable where style elements are dropped.
 */
const DARK = `
  @media (prefers-color-scheme: dark) {
    .page { background: #15171a !important; }
    .card { background: #1f2226 !important; border-color: #33373d !important; }
    .ink { color: #f2f3f5 !important; }
    .soft { color: #a9b0b8 !important; }
    .row { border-color: #33373d !important; }
  }`;

/** The letter as HTML for mail clients: tables and inline styles, no images, scripts or anything from elsewhere. */
export function htmlLetter(letter: Letter): string {
  const preview = escapeHtml(letter.preview);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(letter.subject)}</title>
<style>:root { color-scheme: light dark; }${DARK}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f5f6;${FONT}">
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f4f5f6">
<tr><td align="center" style="padding:32px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px;background:#ffffff;border:1px solid #e3e5e8;border-radius:12px">
<tr><td style="padding:32px 28px">
${letter.test ? banner('Test mode: no real money moved.') : ''}<h1 class="ink" dir="auto" style="margin:0 0 8px;font-size:18px;line-height:26px;font-weight:600;color:#16181b">${escapeHtml(letter.heading)}</h1>
<p class="ink" style="margin:0 0 20px;font-size:30px;line-height:38px;font-weight:700;color:#16181b">${escapeHtml(letter.amount)}</p>
${letter.paragraphs.map(paragraph).join('\n')}
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin-top:8px">
${letter.facts.map(row).join('\n')}
</table>
${letter.action === undefined ? '' : button(letter.action)}
</td></tr>
</table>
<p class="soft" dir="auto" style="max-width:520px;margin:20px auto 0;font-size:12px;line-height:18px;color:#5d656e">${escapeHtml(letter.footer)}</p>
</td></tr>
</table>
</body>
</html>
`;
}

const banner = (text: string): string =>
  `<p style="margin:0 0 20px;padding:8px 12px;border-radius:6px;background:#fff3cd;font-size:13px;line-height:18px;color:#664d03">${escapeHtml(text)}</p>\n`;

const paragraph = (text: string): string =>
  `<p class="ink" dir="auto" style="margin:0 0 16px;font-size:15px;line-height:23px;color:#16181b">${escapeHtml(text)}</p>`;

function row({ label, value }: Fact): string {
  const cell =
    'padding:10px 0;border-top:1px solid #e3e5e8;font-size:14px;line-height:20px;vertical-align:top';
  return `<tr>
<td class="soft row" style="${cell};padding-right:16px;color:#5d656e;white-space:nowrap">${escapeHtml(label)}</td>
<td class="ink row" dir="auto" style="${cell};color:#16181b;word-break:break-word">${escapeHtml(value)}</td>
</tr>`;
}

/** A table cell, since several clients ignore padding on links. */
function button({ label, url }: { label: string; url: string }): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin-top:24px">
<tr><td style="border-radius:8px;background:#2456d6">
<a href="${escapeHtml(url)}" style="display:inline-block;padding:12px 20px;font-size:15px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(label)}</a>
</td></tr>
</table>`;
}
