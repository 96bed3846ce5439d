import type { Letter } from './letter.js';

const TEST_NOTE = 'Test mode: no real money moved.';

/** The letter as plain text, readable by itself: some readers see no other. */
export function plainLetter(letter: Letter): string {
  const width = Math.max(0, ...letter.facts.map(({ label }) => label.length));
  const facts = letter.facts.map(({ label, value }) => `${`${label}:`.padEnd(width + 2)}${value}`);
  const blocks = [
    letter.heading,
    letter.amount,
    ...letter.paragraphs,
    facts.join('\n'),
    letter.action === undefined ? '' : `${letter.action.label}:\n${letter.action.url}`,
    letter.test ? TEST_NOTE : '',
    `-- \n${letter.footer}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
