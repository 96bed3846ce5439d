/**
 * The verbs a use case's file name may begin with: `create-invoice.ts` is a use case, `payment-method.ts` is not.
 *
 * A file whose first word is not here counts as pure, so a new verb is refused (with this file named) until it is added.
 * Verbs of pure work (derive, format, parse, render, compute) are left out: such files hold rules, not steps.
 */
export const verbs = `
  accept activate adopt advance answer append apply approve archive arm assign audit authenticate authorize
  book broadcast cancel change check claim close collect compare complete confirm connect consume create
  deactivate delete deliver deny detect disable dispatch drain emit enable ensure enqueue estimate expire
  extend fetch find finish follow get handle import ingest invalidate issue keep list load lock look
  mark migrate monitor note notify observe open pay plan poll post prepare process project prune publish purge
  queue quote raise read rebuild receive recompute reconcile record recover refresh refuse register release relay
  remove renew reopen replay request requeue rescan resend resolve restore resume retire retry reverse review revoke rotate run
  save scan schedule seal search seed send serve set settle share show sign start stop stream submit subscribe
  sweep sync take tell tick touch track trigger undo unlock unwatch update upsert verify void wait watch withdraw write
`
  .trim()
  .split(/\s+/);
