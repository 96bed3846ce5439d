import { ProblemError, type ConnectionError } from '@sixpence/sdk';

/** Why there is nothing to show, in words. `isFinal`: trying again cannot help. */
export interface Failure {
  title: string;
  text: string;
  isFinal: boolean;
}

/** The failure of a reading. `isOnline` is what the device says of its own connection. */
export function failureOf(error: ProblemError | ConnectionError, isOnline: boolean): Failure {
  if (error instanceof ProblemError) return refusal(error);
  if (!isOnline) {
    return {
      title: 'You are offline',
      text: 'The page opens by itself as soon as your device is connected again.',
      isFinal: false,
    };
  }
  return {
    title: 'The payment service does not answer',
    text: 'Nothing is lost. The page tries again by itself every few seconds.',
    isFinal: false,
  };
}

function refusal(problem: ProblemError): Failure {
  if (problem.status === 404) {
    return {
      title: 'There is no such invoice',
      text: 'Please check the link, or ask the shop for a new one.',
      isFinal: true,
    };
  }
  if (problem.status === 429) {
    return {
      title: 'Too many requests',
      text: 'Please wait a moment. The page tries again by itself.',
      isFinal: false,
    };
  }
  if (problem.passes) {
    return {
      title: 'The payment service has a problem',
      text: 'Nothing is lost. The page tries again by itself every few seconds.',
      isFinal: false,
    };
  }
  return { title: 'The invoice cannot be shown', text: sentence(problem.detail), isFinal: true };
}

/** What went wrong with something the payer asked for, as one sentence. */
export function actionSentence(error: unknown): string {
  if (!(error instanceof ProblemError)) return 'The payment service did not answer. Please try again.';
  if (error.code === 'invoice_not_cancelable') {
    return 'This payment can no longer be canceled, since money may be on its way.';
  }
  if (error.field === 'email') return 'Please enter a complete e-mail address.';
  if (error.status === 429) return 'That was too often. Please wait a moment and try again.';
  if (error.passes) return 'The payment service has a problem. Please try again in a moment.';
  return sentence(error.detail);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
