import { call } from './control.js';
import { byId, element } from './dom.js';
import { fields } from './fields.js';
import { statusText } from './rows.js';

const dialog = byId('details');
let current = null;

const isRevealed = () => byId('reveal').getAttribute('aria-checked') === 'true';

function finding({ path, message, rule }, className, grade) {
  return element('li', { className },
    ...(grade ? [element('strong', { text: grade })] : []),
    ...(path ? [element('code', { text: path }), ' '] : []),
    message,
    ...(rule ? [element('small', { text: rule })] : []));
}

function bodyLine(text) {
  const name = /^\s*"([^"]+)": /.exec(text)?.[1];
  const explanation = Object.hasOwn(fields, name) ? [element('small', { text: fields[name] })] : [];
  return element('li', {}, element('code', { text }), ...explanation);
}

function summary({ row, refused, againstTheGuide, advice }) {
  const findings = [
    ...refused.map(item => finding(item, 'refused', 'Refused')),
    ...againstTheGuide.map(item => finding(item, 'against', 'Against the guide')),
    ...advice.map(item => finding(item, 'advice', 'Advice')),
  ];
  if (row.fault) findings.push(finding({ message: `A fault that was armed: ${row.fault}.` }, 'advice'));
  if (row.attempt > 1) findings.push(finding({ message: `It repeats a request that was not accepted: attempt ${row.attempt}.` }, 'advice'));
  if (row.duplicateOf) {
    const first = element('button', { type: 'button', text: `Open request ${row.duplicateOf}` });
    first.addEventListener('click', () => open(row.duplicateOf));
    findings.push(element('li', { className: 'advice' }, first));
  }
  return findings.length ? findings : [element('li', { className: 'good', text: 'Nothing was found.' })];
}

function signals(match) {
  const list = (names, className) => names.map(name => element('li', { className: `note ${className}`, text: name }));
  return match ? [...list(match.present, 'present'), ...list(match.missing, 'missing')] : [];
}

export async function open(number) {
  const details = await call('GET', `requests/${number}?reveal=${isRevealed()}`);
  current = number;
  byId('details-title').textContent = `Request ${number}: ${details.method} ${details.path}, ${statusText(details.row)}`;
  byId('details-findings').replaceChildren(...summary(details));
  byId('details-score').textContent = details.match ? `${details.match.value} of ${details.match.maximum}` : 'not calculated';
  byId('details-match').replaceChildren(...signals(details.match));
  byId('details-headers').replaceChildren(...Object.entries(details.headers).flatMap(
    ([name, value]) => [element('dt', { text: name }), element('dd', { text: value })]));
  byId('details-body').replaceChildren(...details.body.split('\n').map(bodyLine));
  if (!dialog.open) dialog.showModal();
}

export function listen() {
  byId('reveal').addEventListener('click', event => {
    event.target.setAttribute('aria-checked', String(!isRevealed()));
    if (dialog.open) open(current);
  });
}
