import { byId, element } from './dom.js';

const most = 500;
const body = byId('rows');
const filter = byId('filter');
const pause = byId('pause');
let waiting = [];

export function statusClass(status) {
  if (status >= 200 && status < 300) return 'status-accepted';
  if (status === 429) return 'status-throttled';
  return status >= 400 && status < 500 ? 'status-refused' : 'status-failed';
}

export const statusText = row => row.statusCode ?? 'dropped';

const isPaused = () => pause.getAttribute('aria-pressed') === 'true';

function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

function notes(row) {
  const badge = (text, className = '') => element('span', { className: `note ${className}`, text });
  const all = [];
  if (row.statusCode === 404 || row.statusCode === 405) all.push(badge(`${row.method} ${row.path}`));
  if (row.refused) all.push(badge(`${row.refused} refused`, 'refused'));
  if (row.againstTheGuide) all.push(badge(`${row.againstTheGuide} against the guide`, 'against'));
  if (row.advice) all.push(badge(`${row.advice} ${row.advice === 1 ? 'hint' : 'hints'}`, 'advice'));
  if (row.attempt > 1) all.push(badge(`retry, attempt ${row.attempt}`));
  if (row.duplicateOf) all.push(badge(`duplicate of ${row.duplicateOf}`, 'advice'));
  if (row.fault) all.push(badge(`fault: ${row.fault}`));
  return all;
}

function line(row) {
  const cell = (text, className) => element('td', { className, text: text ?? '' });
  const time = new Date(row.receivedAt);
  const more = row.eventCount > 1 ? ` +${row.eventCount - 1}` : '';
  return element('tr', { 'data-number': row.number },
    element('td', {}, element('button', { type: 'button', text: row.number, 'aria-label': `Open request ${row.number}` })),
    element('td', {}, element('time', { datetime: row.receivedAt, text: time.toLocaleTimeString() })),
    cell(row.pod),
    cell(statusText(row), statusClass(row.statusCode)),
    cell(row.environment),
    cell(row.eventCount || ''),
    cell(row.amount === null ? '' : `${row.amount} ${row.currency ?? ''}`),
    cell(row.confirmationRef === null ? '' : row.confirmationRef + more, 'reference'),
    cell(row.matchScore === null ? '' : `${row.matchScore}/${row.matchMaximum}`, 'match'),
    cell(size(row.bytes)),
    element('td', { className: 'notes' }, ...notes(row)));
}

function applyFilter() {
  const wanted = filter.value.trim().toLowerCase();
  for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  byId('empty').hidden = [...body.rows].some(row => !row.hidden);
  byId('empty').textContent = body.rows.length ? 'No request matches the filter.' : 'No request yet. Send one, and it appears here.';
}

/** Shows new rows on top, and removes those that the server no longer has. */
export function add(rows, oldest) {
  waiting = [...waiting, ...rows].slice(-most).filter(row => row.number >= oldest);
  pause.textContent = isPaused() ? `Resume (${waiting.length} new)` : 'Pause';
  while (body.lastElementChild && Number(body.lastElementChild.dataset.number) < oldest) body.lastElementChild.remove();
  if (!isPaused()) {
    if (waiting.length && !body.rows.length) byId('examples').open = false;
    for (const row of waiting) body.prepend(line(row));
    while (body.rows.length > most) body.lastElementChild.remove();
    waiting = [];
  }
  applyFilter();
}

export function empty() {
  waiting = [];
  body.replaceChildren();
}

/** Calls open with a request's number when its row is chosen, with the mouse or the keyboard. */
export function listen(open) {
  filter.addEventListener('input', applyFilter);
  pause.addEventListener('click', () => {
    pause.setAttribute('aria-pressed', String(!isPaused()));
    add([], 0);
  });
  body.addEventListener('click', event => open(Number(event.target.closest('tr').dataset.number)));
  body.addEventListener('keydown', event => {
    const row = event.target.closest('tr');
    const shown = [...body.rows].filter(other => !other.hidden);
    const next = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    shown[shown.indexOf(row) + next]?.querySelector('button').focus();
  });
}
