import { attempt, get } from './api.js';
import * as changes from './changes.js';
import { byId, element } from './dom.js';
import { action, cell, name, number, time } from './format.js';

let account = '';
let reason = null;
let reasons = [];
let last = null;
let shown = '';

const total = () => reasons.filter(counted => reason === null || counted.reason === reason).reduce((sum, counted) => sum + counted.count, 0);

function line(letter, refresh) {
  const what = { id: letter.id, name: name(letter) };
  return element('tr', { 'data-id': letter.id },
    cell('', time(letter.deadLetteredAt)),
    element('td', { className: 'wide reference' }, letter.confirmationRef ?? ''),
    cell('', element('span', { className: 'note refused', text: letter.reason })),
    cell('', ...letter.errorCodes.flatMap(code => [element('code', { text: code }), ' '])),
    cell('enqueued', time(letter.enqueuedAt)),
    cell('failures', letter.failures || ''),
    element('td', { className: 'wide actions' },
      action('Requeue', what.name, () => changes.requeue(account, what, refresh)), ' ',
      action('Discard', what.name, () => changes.discard(account, what, refresh))));
}

async function load(after, refresh) {
  const query = new URLSearchParams({ account });
  if (reason !== null) query.set('reason', reason);
  if (after) {
    query.set('id', after.id);
    query.set('time', after.deadLetteredAt);
  }
  const { letters, hasMore } = await get(`dead-letters?${query}`);
  last = letters.at(-1) ?? null;
  byId('letters').replaceChildren(...letters.map(letter => line(letter, refresh)));
  byId('letters-caption').textContent = letters.length ? `${letters.length} of ${number(Math.max(total(), letters.length))}, the last first` : 'Nothing is in dead letter.';
  byId('next').disabled = !hasMore;
  byId('first').disabled = !after;
}

function showReasons(refresh) {
  const all = reasons.reduce((sum, counted) => sum + counted.count, 0);
  const button = (text, value) => {
    const node = element('button', { type: 'button', text, 'aria-pressed': String(value === reason), 'data-reason': value ?? '' });
    node.addEventListener('click', () => {
      reason = value;
      showReasons(refresh);
      attempt(() => load(null, refresh));
    });
    return node;
  };
  const focused = document.activeElement?.closest('#reasons') ? document.activeElement.dataset.reason : null;
  byId('reasons').replaceChildren(
    button(`all: ${number(all)}`, null), ...reasons.map(counted => button(`${counted.reason}: ${number(counted.count)}`, counted.reason)));
  if (focused !== null) [...byId('reasons').children].find(node => node.dataset.reason === focused)?.focus();
  for (const id of ['requeue-all', 'discard-all']) byId(id).disabled = total() === 0;
}

/** Shows the reasons as they are now. The page of conversions stays as it is, so that nothing moves under the pointer, but for the first look at an account. */
export function show(report, refresh) {
  const isOther = account !== report.name;
  const wasEmpty = reasons.length === 0;
  account = report.name;
  reasons = report.reasons;
  if (isOther || (reason !== null && !reasons.some(counted => counted.reason === reason))) reason = null;
  const now = JSON.stringify([account, reason, reasons]);
  if (now === shown) return;
  shown = now;
  showReasons(refresh);
  if (!report.isRegistered) {
    byId('letters').replaceChildren();
    byId('letters-caption').textContent = 'This application has no outbox of that account.';
    for (const id of ['requeue-all', 'discard-all', 'first', 'next']) byId(id).disabled = true;
  } else if (isOther || wasEmpty || !byId('letters-caption').textContent) attemptQuietly(refresh);
}

/** Another account was chosen: what is shown is not its own. */
export function clear() {
  [account, reason, reasons, last, shown] = ['', null, [], null, ''];
  byId('letters').replaceChildren();
  byId('letters-caption').textContent = '';
  byId('reasons').replaceChildren();
  for (const id of ['requeue-all', 'discard-all', 'first', 'next']) byId(id).disabled = true;
}

const attemptQuietly = refresh => load(null, refresh).catch(error => { byId('problem').textContent = error.message; });

/** Shows the first page again, after a change. */
export const reload = refresh => load(null, refresh).catch(() => {});

export function listen(refresh) {
  byId('next').addEventListener('click', () => attempt(() => load(last, refresh)));
  byId('first').addEventListener('click', () => attempt(() => load(null, refresh)));
  byId('reload').addEventListener('click', () => attempt(() => load(null, refresh)));
  byId('requeue-all').addEventListener('click', () => changes.requeueAll(account, reason, total(), refresh));
  byId('discard-all').addEventListener('click', () => changes.discardAll(account, reason, total(), refresh));
}
