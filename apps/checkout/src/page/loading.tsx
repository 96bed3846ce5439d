import './loading.css';

/** The outline of the page while the invoice is on its way: nothing jumps when it comes. */
export function Loading() {
  return (
    <main className="page" aria-busy="true">
      <output className="spoken">Loading the invoice</output>
      <div className="page-aside" aria-hidden="true">
        <span className="bone" data-size="name" />
        <span className="bone" data-size="amount" />
      </div>
      <div className="panel" aria-hidden="true">
        <span className="bone" data-size="line" />
        <span className="bone" data-size="code" />
        <span className="bone" data-size="box" />
      </div>
    </main>
  );
}
