// Small help with the page. Elements are found by data-ui names, which belong
// to the script; classes belong to the style. Text goes in as text, never as HTML.

/** The element with data-ui=name, or null. */
export function find<T extends HTMLElement = HTMLElement>(name: string): T | null {
  return document.querySelector<T>(`[data-ui="${name}"]`);
}

/** The element with data-ui=name; the page was drawn without it: our mistake. */
export function need<T extends HTMLElement = HTMLElement>(name: string): T {
  const el = find<T>(name);
  if (!el) throw new Error(`page has no ${name}`);
  return el;
}

export function all<T extends HTMLElement = HTMLElement>(name: string): T[] {
  return [...document.querySelectorAll<T>(`[data-ui="${name}"]`)];
}

/** Sets text only when it differs, so that live regions speak once. */
export function text(el: HTMLElement | null, value: string): void {
  if (el && el.textContent !== value) el.textContent = value;
}

export function show(el: HTMLElement | null, visible: boolean): void {
  if (el && el.hidden === visible) el.hidden = !visible;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  content = "",
): HTMLElementTagNameMap[K] {
  const el = document.createElement(tag);
  if (className) el.className = className;
  if (content) el.textContent = content;
  return el;
}

/** hh:mm in the place of the reader. */
export function clock(at: Date): string {
  return `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
}

/** Whether the person is typing, so that single keys are not commands. */
export function typing(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|button|submit)$/.test(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName));
}
