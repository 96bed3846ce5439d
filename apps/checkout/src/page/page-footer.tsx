import './page-footer.css';
import { CoinMark } from '../design/coin-mark.js';

/** What stands behind the page. */
export function PageFooter() {
  return (
    <footer className="page-footer">
      <p>Your payment goes straight to the shop&rsquo;s own wallet.</p>
      <p className="page-maker">
        <CoinMark />
        Powered by Sixpence
      </p>
    </footer>
  );
}
