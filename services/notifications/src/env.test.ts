import { expect, test } from 'vitest';
import { readEnv } from './env.js';

const good = { DATABASE_URL: 'postgresql://u:p@localhost:5432/db' };

test('the mail server is optional, and has its own sender', () => {
  expect(readEnv(good)).toMatchObject({ migrates: true, options: { port: 4_602, smtpUrl: undefined } });
  const { options } = readEnv({
    ...good,
    SMTP_URL: 'smtps://u:p@mail.example.com',
    MAIL_FROM: 'shop@example.com',
  });
  expect(options).toMatchObject({ smtpUrl: 'smtps://u:p@mail.example.com', mailFrom: 'shop@example.com' });
});

test.each([[{ SMTP_URL: 'https://mail.example.com' }], [{ MAIL_FROM: 'nobody' }], [{ DATABASE_URL: 'x' }]])(
  '%o is refused',
  (wrong) => {
    expect(() => readEnv({ ...good, ...wrong })).toThrow();
  },
);
