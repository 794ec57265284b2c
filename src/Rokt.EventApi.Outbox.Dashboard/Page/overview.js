import { byId } from './dom.js';
import * as chart from './chart.js';
import { duration, number, since, time } from './format.js';

const states = {
  Delivering: ['Delivering', 'good', ''],
  Unavailable: ['Unavailable', 'refused', 'The API cannot be reached or fails; one conversion at a time is tried, at increasing intervals.'],
  CredentialsRefused: ['Paused', 'refused', 'The server refuses the credentials; delivery continues when they change.'],
  Paused: ['Paused', 'advice', 'Paused by an operator until resumed.'],
};

// Nobody here watches the lease of another application's account: its holder may have crashed since.
const lastRecorded = ['No instance is known to deliver', 'advice', 'This is what was recorded last; whoever delivered may have stopped since.'];

function set(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

// The outbox counts so far at once, and a longer backlog now and then.
const counted = value => value === 10000 ? '10,000 or more' : number(value);

function showDelivery({ status, isRegistered }, instance) {
  const isIdle = !status.hasDispatcher;
  const isLastRecorded = !isRegistered && !isIdle;
  const [text, className, explanation] = isLastRecorded && status.state !== 'Paused' ? lastRecorded : states[status.state];
  byId('state').className = `note ${isIdle ? 'refused' : className}`;
  set('state', isIdle && status.state !== 'Paused' ? 'No instance delivers' : text);
  set('cause', [status.cause && `${status.cause}.`, explanation].filter(Boolean).join(' '));
  const addition = isLastRecorded ? ', as last recorded' : status.dispatcher === instance ? ', this instance' : '';
  set('dispatcher', isIdle ? 'no instance' : `${status.dispatcher ?? 'an instance that is not known'}${addition}`);
}

function showTraffic({ traffic, limit, status }, instance) {
  const elsewhere = traffic && status.dispatcher && status.dispatcher !== instance ? 'Another instance delivers: what it sends is on its own page.' : '';
  for (const id of ['in-flight', 'delivered']) byId(id).title = elsewhere;
  if (!traffic) {
    for (const id of ['in-flight', 'delivered', 'delay', 'limit', 'throttled']) set(id, '–');
    set('rate', '');
    byId('chart').replaceChildren();
    return;
  }
  set('in-flight', elsewhere ? '–' : number(status.inFlight));
  set('delivered', elsewhere ? '–' : number(traffic.deliveredPerMinute));
  set('delay', traffic.averageDelay === null ? '–' : duration(traffic.averageDelay));
  byId('delay').title = traffic.longestDelay === null ? '' : `The longest was ${duration(traffic.longestDelay)}.`;
  set('limit', `${traffic.perSecond.toFixed(1)} of ${limit ?? 'any number'} per second`);
  set('throttled', traffic.throttledShare === null ? 'no requests' : `${(100 * traffic.throttledShare).toFixed(1)} %`);
  const rate = chart.draw(traffic.seconds, limit);
  set('rate', `${rate} requests of this instance in the last second${limit ? `; the line is the account's limit of ${limit}` : ''}. ${elsewhere}`);
  byId('chart').setAttribute('aria-label', `${rate} requests in the last second${limit ? `, of ${limit}` : ''}`);
}

/** Shows how an account stands. */
export function show(account, { instance, now }) {
  const { status, isRegistered } = account;
  if (!status) return;
  set('pending', counted(status.pending));
  set('scheduled', counted(status.scheduled));

  // Their reasons are counted one by one.
  const deadLettered = isRegistered ? account.reasons.reduce((sum, reason) => sum + reason.count, 0) : status.deadLettered;
  set('dead-lettered', number(deadLettered));
  byId('dead-lettered').classList.toggle('some', deadLettered > 0);
  byId('oldest').replaceChildren(...(status.oldestPending ? [`${duration(since(status.oldestPending, now))}, since `, time(status.oldestPending)] : ['nothing waits']));
  showDelivery(account, instance);
  showTraffic(account, instance);
  byId('unregistered').hidden = isRegistered && !status.unregistered;
  set('unregistered', isRegistered
    ? `${number(status.unregistered)} conversions wait under accounts that no instance delivers, because they were renamed or removed.`
    : 'This application has no outbox of this account: it can only be looked at here.');
  byId('pause').hidden = !isRegistered || status.state === 'Paused';
  byId('resume').hidden = !isRegistered || status.state !== 'Paused';
}
