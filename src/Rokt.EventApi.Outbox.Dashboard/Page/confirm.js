import { byId } from './dom.js';

const dialog = byId('confirm');

/** Asks before something is changed; resolves to whether it is to be done. */
export function confirm(title, text, verb) {
  byId('confirm-title').textContent = title;
  byId('confirm-text').textContent = text;
  byId('confirm-yes').textContent = verb;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}
