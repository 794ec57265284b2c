import { attempt, post } from './api.js';
import { confirm } from './confirm.js';

const conversions = count => count === 1 ? '1 conversion' : `${count.toLocaleString('en')} conversions`;

/** Confirms, changes, and says what was done; afterwards the page is refreshed, which is told whether it was done. */
async function change(path, body, { title, text, verb, done }, refresh) {
  if (!await confirm(title, body.account ? `Account ${body.account}: ${text}` : text, verb)) return;
  await refresh(await attempt(async () => done(await post(path, body))));
}

export const pause = (account, refresh) => change('pause', { account }, {
  title: 'Pause delivery?',
  text: 'No instance delivers until it is resumed. Enqueuing continues, and conversions age meanwhile.',
  verb: 'Pause',
  done: () => 'Delivery is paused.',
}, refresh);

export const resume = (account, refresh) => change('resume', { account }, {
  title: 'Resume delivery?', text: 'Conversions are delivered again, by the instance that holds the lease.', verb: 'Resume', done: () => 'Delivery is resumed.',
}, refresh);

export const requeue = (account, { id, name }, refresh) => change('requeue', { account, id }, {
  title: 'Requeue this conversion?', text: `${name} is sent again with the same content, as if it were enqueued now.`, verb: 'Requeue',
  done: ({ count }) => count ? `${name} is pending again.` : `${name} is no longer in dead letter.`,
}, refresh);

export const discard = (account, { id, name }, refresh) => change('discard', { account, id }, {
  title: 'Discard this conversion?', text: `${name} is deleted for good. It cannot be sent again.`, verb: 'Discard',
  done: ({ count }) => count ? `${name} was discarded.` : `${name} is no longer in dead letter.`,
}, refresh);

export const requeueAll = (account, reason, total, refresh) => change('requeue', { account, reason, all: true }, {
  title: `Requeue ${conversions(total)}?`,
  text: `All in dead letter${reason === null ? '' : ` with the reason "${reason}"`} are sent again with the same content, as if they were enqueued now.`,
  verb: 'Requeue',
  done: ({ count }) => `${conversions(count)} requeued.`,
}, refresh);

export const discardAll = (account, reason, total, refresh) => change('discard', { account, reason, all: true }, {
  title: `Discard ${conversions(total)}?`,
  text: `All in dead letter${reason === null ? '' : ` with the reason "${reason}"`} are deleted for good. They cannot be sent again.`,
  verb: 'Discard',
  done: ({ count }) => `${conversions(count)} discarded.`,
}, refresh);

export const withdraw = (account, { id, name }, refresh) => change('withdraw', { account, id }, {
  title: 'Withdraw this conversion?', text: `${name} is deleted, and not delivered.`, verb: 'Withdraw',
  done: ({ count, isInFlight }) => {
    if (count) return `${name} was withdrawn.`;
    return isInFlight ? `${name} may be in flight: it was left alone.` : `${name} no longer waits.`;
  },
}, refresh);

export const erase = (account, customer, refresh) => change('erase', { account, customer }, {
  title: 'Erase this customer?',
  text: 'All conversions of this account that have one of these identities are deleted for good, whether they wait or are in dead letter.',
  verb: 'Erase',
  done: ({ count }) => `${conversions(count)} of the customer erased.`,
}, refresh);
