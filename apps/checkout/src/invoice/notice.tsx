import './notice.css';
import { InfoIcon, WarningIcon } from '../design/icons.js';
import type { Notice } from './notices.js';

export function NoticeList({ notices }: { notices: Notice[] }) {
  return notices.map(({ id, tone, title, text }) => (
    <section className="notice" data-tone={tone} key={id} aria-label={title}>
      {tone === 'warning' ? <WarningIcon /> : <InfoIcon />}
      <div>
        <p className="notice-title">{title}</p>
        <p>{text}</p>
      </div>
    </section>
  ));
}
