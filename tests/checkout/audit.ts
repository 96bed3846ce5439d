import type { Page } from 'playwright-core';

/** Contrast that WCAG 2.2 AA asks of text: 4.5, or 3 when it is large. */
const MIN_CONTRAST = 4.5;
const MIN_LARGE_CONTRAST = 3;
/** Smallest side of what is touched, in CSS pixels. */
const MIN_TOUCH_PX = 44;

/**
 * What a page does wrong for those who cannot see, hold or tell apart well: a sentence for each fault. It covers names,
 * structure, contrast and touch sizes of what is visible; what only a person can judge is not in it.
 */
export function audit(page: Page): Promise<string[]> {
  return page.evaluate(auditDocument, { MIN_CONTRAST, MIN_LARGE_CONTRAST, MIN_TOUCH_PX });
}

/** Runs inside the page, so it may use nothing from outside itself. */
function auditDocument(limits: {
  MIN_CONTRAST: number;
  MIN_LARGE_CONTRAST: number;
  MIN_TOUCH_PX: number;
}): string[] {
  const faults: string[] = [];
  const all = [...document.querySelectorAll<HTMLElement>('body *')];
  const isVisible = (element: HTMLElement) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const describe = (element: Element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`;

  if (document.documentElement.lang === '') faults.push('The document has no language');
  if (document.querySelectorAll('main').length !== 1) faults.push('There is not exactly one main');
  if (document.querySelectorAll('h1').length !== 1) faults.push('There is not exactly one h1');
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth)
    faults.push('The page scrolls sideways');
  const ids = all.map((element) => element.id).filter((id) => id !== '');
  if (new Set(ids).size !== ids.length) faults.push('An id stands twice');

  for (const element of all) {
    if (element.tabIndex > 0) faults.push(`${describe(element)} has a positive tabindex`);
    if (element.getAttribute('style') !== null) faults.push(`${describe(element)} has an inline style`);
    const isControl = element.matches('a[href], button, input, select, textarea');
    if (isControl && isVisible(element)) {
      if (nameOf(element) === '') faults.push(`${describe(element)} has no name`);
      const target = element.closest('label') ?? element;
      const { width, height } = target.getBoundingClientRect();
      const isInText = element.matches('.transaction');
      if (!isInText && Math.min(width, height) < limits.MIN_TOUCH_PX - 0.5) {
        faults.push(`${describe(element)} is ${Math.round(width)} by ${Math.round(height)} pixels`);
      }
    }
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    );
    if (hasText && isVisible(element) && !element.closest('.spoken')) checkContrast(element);
  }
  return faults;

  function nameOf(element: HTMLElement): string {
    const label = element.getAttribute('aria-label');
    if (label !== null) return label.trim();
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    return [element, ...labels].map((part) => part.textContent?.trim() ?? '').join('');
  }

  function checkContrast(element: HTMLElement): void {
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const needed = isLarge ? limits.MIN_LARGE_CONTRAST : limits.MIN_CONTRAST;
    const [text, ground] = [luminance(style.color), luminance(groundOf(element))];
    const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    if (contrast < needed)
      faults.push(`${describe(element)} "${element.textContent}" has contrast ${contrast.toFixed(2)}`);
  }

  function groundOf(element: Element): string {
    for (let place: Element | null = element; place; place = place.parentElement) {
      const color = getComputedStyle(place).backgroundColor;
      if (color !== 'rgba(0, 0, 0, 0)') return color;
    }
    return 'rgb(255, 255, 255)';
  }

  function luminance(color: string): number {
    const [r = 0, g = 0, b = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => Number(part) / 255);
    const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  }
}
