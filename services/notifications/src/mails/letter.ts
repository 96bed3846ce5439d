/** What a mail says, before it is laid out: once as text, once as HTML. All texts are plain and escaped where they are shown. */
export interface Letter {
  readonly subject: string;
  /** What shows beside the subject in a list of mails. */
  readonly preview: string;
  readonly heading: string;
  /** The one figure that matters. */
  readonly amount: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly Fact[];
  /** Where to go from here: an http(s) address. */
  readonly action: { readonly label: string; readonly url: string } | undefined;
  /** Why this mail came. */
  readonly footer: string;
  /** Nothing here is real money. */
  readonly test: boolean;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}
