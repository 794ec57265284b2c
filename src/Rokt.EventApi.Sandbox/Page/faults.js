import { call } from './control.js';
import { byId } from './dom.js';

const what = byId('fault-what');
const seconds = byId('fault-seconds');
let isTouched = false;

const number = input => (input.value === '' ? null : Number(input.value));

function order() {
  const scope = { [byId('fault-scope').value]: Number(byId('fault-amount').value) };
  switch (what.value) {
    case 'delay': return { delaySeconds: number(seconds), ...scope };
    case 'beforeBody':
    case 'afterBody': return { drop: what.value, ...scope };
    default: return { statusCode: Number(what.value), retryAfterSeconds: number(seconds), ...scope };
  }
}

function adaptSeconds() {
  const isDelay = what.value === 'delay';
  byId('fault-seconds-label').hidden = what.value.endsWith('Body');
  byId('fault-seconds-text').textContent = isDelay ? 'Seconds' : 'Retry-After, s';
  seconds.required = isDelay;
}

/** Shows what is armed. The throttle's fields follow the server until the user writes in them. */
export function show(faults, throttle) {
  const texts = faults.map(fault => fault.percent === null ? `${fault.what}, ${fault.timesLeft} left` : `${fault.what}, ${fault.percent} % of all`);
  const text = texts.length ? `Armed: ${texts.join('; ')}.` : 'Nothing is armed.';
  if (byId('armed').textContent !== text) byId('armed').textContent = text;
  byId('disarm').hidden = texts.length === 0;
  if (!isTouched) {
    byId('throttle-rate').value = throttle.batchesPerSecond ?? '';
    byId('throttle-wait').value = throttle.retryAfterSeconds ?? '';
  }
}

export function listen() {
  what.addEventListener('change', adaptSeconds);
  byId('fault-form').addEventListener('submit', event => {
    event.preventDefault();
    call('POST', 'faults', order());
  });
  byId('disarm').addEventListener('click', () => call('DELETE', 'faults'));
  byId('throttle-form').addEventListener('input', () => { isTouched = true; });
  byId('throttle-form').addEventListener('submit', async event => {
    event.preventDefault();
    await call('PUT', 'throttle', { batchesPerSecond: number(byId('throttle-rate')), retryAfterSeconds: number(byId('throttle-wait')) });
    isTouched = false;
  });
}
