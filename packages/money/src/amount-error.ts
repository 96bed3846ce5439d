export type AmountFault = 'syntax' | 'too-many-decimals' | 'too-large' | 'not-positive';

/** An amount that cannot be read. `fault` says why, as data; the message is a sentence that its sender may read. */
export class AmountError extends Error {
  override readonly name = 'AmountError';
  readonly fault: AmountFault;

  constructor(fault: AmountFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
