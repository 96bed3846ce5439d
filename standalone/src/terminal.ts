/** Tells the user something. */
export const say = (text: string): boolean => process.stdout.write(`${text}\n`);

/** Tells the user that something is wrong. */
export const complain = (text: string): boolean => process.stderr.write(`${text.trimEnd()}\n`);
