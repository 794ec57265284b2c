import { element } from './dom.js';

export const number = value => value.toLocaleString('en');

/** A time in the reader's own zone, exact to the second when asked for. */
export const time = text => element('time', { datetime: text, title: text, text: new Date(text).toLocaleString() });

export function duration(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

export const since = (text, now) => Math.max(0, (new Date(now) - new Date(text)) / 1000);

/** What a confirmation calls a conversion. */
export const name = ({ id, confirmationRef }) => confirmationRef ?? `Conversion ${id}`;

/** A cell; on a narrow page, what it is stands before it. */
export function cell(label, ...children) {
  return element('td', { 'data-label': label }, ...children.map(child => child instanceof Node ? child : String(child ?? '')).filter(child => child !== ''));
}

export function action(text, what, run) {
  const button = element('button', { type: 'button', text, 'aria-label': `${text} ${what}` });
  button.addEventListener('click', run);
  return button;
}
